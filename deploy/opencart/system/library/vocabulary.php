<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** Options with their values, attributes and manufacturers: told, found by their words, and made where they are missing. */
class Vocabulary {
	private object $db;
	private Table $table;
	private int $language;
	private array $languages;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
		$this->table = new Table($registry);
		$this->language = (int)$registry->get('config')->get('config_language_id');
		$this->languages = array_map('intval', array_column($this->table->rows('language'), 'language_id'));
	}

	/** The shop's languages, with its own first. */
	public function languages(): array {
		return array_values(array_unique([$this->language, ...$this->languages]));
	}

	public function told(): array {
		$options = [];
		foreach ($this->db->query("SELECT `o`.`option_id`, `o`.`type`, `od`.`name` FROM `" . DB_PREFIX . "option` `o` INNER JOIN `" . DB_PREFIX . "option_description` `od` ON (`od`.`option_id` = `o`.`option_id`) WHERE `od`.`language_id` = '" . $this->language . "' ORDER BY `o`.`option_id`")->rows as $row) {
			$options[(int)$row['option_id']] = ['option_id' => (string)$row['option_id'], 'name' => $row['name'], 'type' => $row['type'], 'values' => []];
		}
		foreach ($this->table->rows('option_value_description', ['language_id' => $this->language]) as $row) {
			if (isset($options[(int)$row['option_id']])) {
				$options[(int)$row['option_id']]['values'][] = ['option_value_id' => (string)$row['option_value_id'], 'name' => $row['name']];
			}
		}
		$attributes = $this->db->query("SELECT `a`.`attribute_id`, `ad`.`name`, `agd`.`name` AS `group` FROM `" . DB_PREFIX . "attribute` `a` INNER JOIN `" . DB_PREFIX . "attribute_description` `ad` ON (`ad`.`attribute_id` = `a`.`attribute_id` AND `ad`.`language_id` = '" . $this->language . "') LEFT JOIN `" . DB_PREFIX . "attribute_group_description` `agd` ON (`agd`.`attribute_group_id` = `a`.`attribute_group_id` AND `agd`.`language_id` = '" . $this->language . "') ORDER BY `a`.`attribute_id`");
		return [
			'options'    => array_values($options),
			'attributes' => array_map(fn (array $row): array => ['attribute_id' => (string)$row['attribute_id'], 'group' => (string)$row['group'], 'name' => $row['name']], $attributes->rows)
		];
	}

	public function manufacturer(string $name): int {
		$found = $this->table->row('manufacturer', ['name' => $this->kept($name)]);
		if ($found) {
			return (int)$found['manufacturer_id'];
		}
		$manufacturer_id = $this->table->insert('manufacturer', ['name' => $this->kept($name), 'image' => '', 'sort_order' => 0]);
		$this->table->insert('manufacturer_to_store', ['manufacturer_id' => $manufacturer_id, 'store_id' => 0]);
		return $manufacturer_id;
	}

	/** The number of the option an item speaks of; 0 where the shop lacks it. */
	public function findOption(array $item): int {
		if (!empty($item['option_id'])) {
			return (int)($this->table->row('option', ['option_id' => (int)$item['option_id']])['option_id'] ?? 0);
		}
		return (int)($this->table->row('option_description', ['name' => $this->kept($item['option_name'] ?? '')])['option_id'] ?? 0);
	}

	public function option(array $item): int {
		$option_id = $this->findOption($item);
		if (!$option_id) {
			$option_id = $this->table->insert('option', ['type' => 'select', 'sort_order' => 0]);
			$this->describe('option_description', ['option_id' => $option_id], $item['option_name']);
		}
		return $option_id;
	}

	public function value(int $option_id, array $item): int {
		$named = empty($item['option_value_id']) ? ['name' => $this->kept($item['value'] ?? '')] : ['option_value_id' => (int)$item['option_value_id']];
		$found = $this->table->row('option_value_description', ['option_id' => $option_id] + $named);
		if ($found) {
			return (int)$found['option_value_id'];
		}
		$option_value_id = $this->table->insert('option_value', ['option_id' => $option_id, 'image' => '', 'sort_order' => 0]);
		$this->describe('option_value_description', ['option_value_id' => $option_value_id, 'option_id' => $option_id], $item['value']);
		return $option_value_id;
	}

	/** Texts stand escaped in the shop's tables, as its own forms clean them. */
	public function kept(mixed $words): string {
		return htmlspecialchars(trim((string)$words), ENT_COMPAT, 'UTF-8');
	}

	private function describe(string $table, array $fields, string $name): void {
		foreach ($this->languages() as $language) {
			$this->table->insert($table, $fields + ['language_id' => $language, 'name' => $this->kept($name)]);
		}
	}
}
