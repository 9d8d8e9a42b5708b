<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** The shop's orders with their lines, options and totals; moments as seconds since 1970. */
class Orders {
	private const FIELDS = ['firstname', 'lastname', 'company', 'address_1', 'address_2', 'postcode', 'city', 'zone'];
	private object $db;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
	}

	/** Oldest change first; an order of status 0 was never confirmed and is not told. */
	public function page(array $asked, int $start, int $limit): array {
		$where = $this->where($asked);
		$total = $this->db->query("SELECT COUNT(*) AS `total` FROM `" . DB_PREFIX . "order` `o` WHERE " . $where);
		$found = $this->db->query("SELECT `o`.*, UNIX_TIMESTAMP(`o`.`date_added`) AS `added_at`, UNIX_TIMESTAMP(`o`.`date_modified`) AS `modified_at`, `os`.`name` AS `order_status`, `pc`.`iso_code_2` AS `payment_iso_code_2`, `sc`.`iso_code_2` AS `shipping_iso_code_2` FROM `" . DB_PREFIX . "order` `o` LEFT JOIN `" . DB_PREFIX . "order_status` `os` ON (`os`.`order_status_id` = `o`.`order_status_id` AND `os`.`language_id` = `o`.`language_id`) LEFT JOIN `" . DB_PREFIX . "country` `pc` ON (`pc`.`country_id` = `o`.`payment_country_id`) LEFT JOIN `" . DB_PREFIX . "country` `sc` ON (`sc`.`country_id` = `o`.`shipping_country_id`) WHERE " . $where . " ORDER BY `o`.`date_modified`, `o`.`order_id` LIMIT " . $start . "," . $limit);
		return ['total' => (int)$total->row['total'], 'data' => array_map([$this, 'shown'], $found->rows)];
	}

	private function where(array $asked): string {
		$parts = ["`o`.`order_status_id` > '0'"];
		if (isset($asked['order_id'])) {
			$parts[] = "`o`.`order_id` = '" . (int)$asked['order_id'] . "'";
		}
		foreach (['modified' => 'date_modified', 'added' => 'date_added'] as $name => $column) {
			if (isset($asked[$name . '_since'])) {
				$parts[] = "`o`.`" . $column . "` >= FROM_UNIXTIME('" . (int)$asked[$name . '_since'] . "')";
			}
			if (isset($asked[$name . '_until'])) {
				$parts[] = "`o`.`" . $column . "` < FROM_UNIXTIME('" . (int)$asked[$name . '_until'] . "')";
			}
		}
		return implode(' AND ', $parts);
	}

	private function shown(array $row): array {
		$order_id = (int)$row['order_id'];
		$shown = [
			'order_id'        => (string)$order_id,
			'firstname'       => $row['firstname'],
			'lastname'        => $row['lastname'],
			'email'           => $row['email'],
			'telephone'       => $row['telephone'],
			'comment'         => $row['comment'],
			'total'           => (string)$row['total'],
			'order_status_id' => (string)$row['order_status_id'],
			'order_status'    => (string)$row['order_status'],
			'currency_code'   => $row['currency_code'],
			'currency_value'  => (string)$row['currency_value'],
			'added_at'        => (int)$row['added_at'],
			'modified_at'     => (int)$row['modified_at'],
			'products'        => $this->lines($order_id),
			'totals'          => $this->db->query("SELECT `code`, `title`, `value` FROM `" . DB_PREFIX . "order_total` WHERE `order_id` = '" . $order_id . "' ORDER BY `sort_order`")->rows
		];
		foreach (['payment', 'shipping'] as $kind) {
			foreach (self::FIELDS as $field) {
				$shown[$kind . '_' . $field] = (string)$row[$kind . '_' . $field];
			}
			$shown[$kind . '_iso_code_2'] = (string)$row[$kind . '_iso_code_2'];
		}
		return $shown;
	}

	private function lines(int $order_id): array {
		$options = [];
		foreach ($this->db->query("SELECT `oo`.`order_product_id`, `oo`.`product_option_value_id`, `oo`.`product_option_id`, `oo`.`name`, `oo`.`value`, `pov`.`subtract` FROM `" . DB_PREFIX . "order_option` `oo` LEFT JOIN `" . DB_PREFIX . "product_option_value` `pov` ON (`pov`.`product_option_value_id` = `oo`.`product_option_value_id`) WHERE `oo`.`order_id` = '" . $order_id . "'")->rows as $row) {
			$options[(int)$row['order_product_id']][] = [
				'product_option_id'       => (string)$row['product_option_id'],
				'product_option_value_id' => (string)$row['product_option_value_id'],
				'name'                    => $row['name'],
				'value'                   => $row['value'],
				'subtract'                => (string)(int)$row['subtract']
			];
		}
		$found = $this->db->query("SELECT `op`.`order_product_id`, `op`.`product_id`, `op`.`name`, `op`.`model`, `op`.`quantity`, `op`.`price`, `op`.`total`, `op`.`tax`, `p`.`sku` FROM `" . DB_PREFIX . "order_product` `op` LEFT JOIN `" . DB_PREFIX . "product` `p` ON (`p`.`product_id` = `op`.`product_id`) WHERE `op`.`order_id` = '" . $order_id . "' ORDER BY `op`.`order_product_id`");
		return array_map(fn (array $row): array => ['sku' => (string)$row['sku'], 'options' => $options[(int)$row['order_product_id']] ?? []] + array_map('strval', $row), $found->rows);
	}
}
