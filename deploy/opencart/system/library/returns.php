<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** What buyers ask to give back: each return is of one product; moments as seconds since 1970. */
class Returns {
	private const SHOWN = ['return_id', 'order_id', 'firstname', 'lastname', 'product_id', 'product', 'model', 'sku', 'quantity', 'opened', 'reason', 'return_status_id', 'return_status', 'comment', 'currency_code', 'currency_value'];
	private object $db;
	private Table $table;
	private int $language;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
		$this->table = new Table($registry);
		$this->language = (int)$registry->get('config')->get('config_language_id');
	}

	/** Oldest change first. */
	public function page(array $asked, int $start, int $limit): array {
		$where = $this->where($asked);
		$total = $this->db->query("SELECT COUNT(*) AS `total` FROM `" . DB_PREFIX . "return` `r` WHERE " . $where);
		$found = $this->db->query("SELECT `r`.*, UNIX_TIMESTAMP(`r`.`date_added`) AS `added_at`, UNIX_TIMESTAMP(`r`.`date_modified`) AS `modified_at`, `p`.`sku`, `o`.`currency_code`, `o`.`currency_value`, `rr`.`name` AS `reason`, `rs`.`name` AS `return_status` FROM `" . DB_PREFIX . "return` `r` LEFT JOIN `" . DB_PREFIX . "order` `o` ON (`o`.`order_id` = `r`.`order_id`) LEFT JOIN `" . DB_PREFIX . "product` `p` ON (`p`.`product_id` = `r`.`product_id`) LEFT JOIN `" . DB_PREFIX . "return_reason` `rr` ON (`rr`.`return_reason_id` = `r`.`return_reason_id` AND `rr`.`language_id` = '" . $this->language . "') LEFT JOIN `" . DB_PREFIX . "return_status` `rs` ON (`rs`.`return_status_id` = `r`.`return_status_id` AND `rs`.`language_id` = '" . $this->language . "') WHERE " . $where . " ORDER BY `r`.`date_modified`, `r`.`return_id` LIMIT " . $start . "," . $limit);
		return ['total' => (int)$total->row['total'], 'data' => array_map([$this, 'shown'], $found->rows)];
	}

	/** False where there is no such return. The buyer reads the note on their account's page; nobody is mailed. */
	public function move(int $return_id, int $return_status_id, string $comment): bool {
		if (!$this->table->row('return', ['return_id' => $return_id])) {
			return false;
		}
		$this->table->update('return', ['return_status_id' => $return_status_id, 'date_modified' => Table::NOW], ['return_id' => $return_id]);
		$this->table->insert('return_history', ['return_id' => $return_id, 'return_status_id' => $return_status_id, 'notify' => 0, 'comment' => strip_tags($comment), 'date_added' => Table::NOW]);
		return true;
	}

	private function where(array $asked): string {
		$parts = ["`r`.`return_id` > '0'"];
		if (isset($asked['return_id'])) {
			$parts[] = "`r`.`return_id` = '" . (int)$asked['return_id'] . "'";
		}
		if (isset($asked['modified_since'])) {
			$parts[] = "`r`.`date_modified` >= FROM_UNIXTIME('" . (int)$asked['modified_since'] . "')";
		}
		if (isset($asked['modified_until'])) {
			$parts[] = "`r`.`date_modified` < FROM_UNIXTIME('" . (int)$asked['modified_until'] . "')";
		}
		return implode(' AND ', $parts);
	}

	/** With the order's line where the product is on exactly one. */
	private function shown(array $row): array {
		$lines = $this->table->rows('order_product', ['order_id' => (int)$row['order_id'], 'product_id' => (int)$row['product_id']]);
		$line = count($lines) === 1 && $row['currency_value'] !== null ? $lines[0] : [];
		$shown = [];
		foreach (self::SHOWN as $name) {
			$shown[$name] = (string)$row[$name];
		}
		return $shown + [
			'order_product_id' => (string)($line['order_product_id'] ?? ''),
			'unit_price'       => isset($line['price']) ? (string)$line['price'] : null,
			'unit_tax'         => isset($line['tax']) ? (string)$line['tax'] : null,
			'added_at'         => (int)$row['added_at'],
			'modified_at'      => (int)$row['modified_at']
		];
	}
}
