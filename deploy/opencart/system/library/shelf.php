<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** The shop's products: as rows with prices with and without tax, and their stock and price set. */
class Shelf {
	private object $db;
	private object $config;
	private object $tax;
	private bool $is_41;
	private Codes $codes;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
		$this->config = $registry->get('config');
		$this->tax = $registry->get('tax');
		$this->is_41 = version_compare(VERSION, '4.1.0.0', '>=');
		$this->codes = new Codes($registry);
	}

	public function count(): int {
		return (int)$this->db->query("SELECT COUNT(*) AS `total` FROM `" . DB_PREFIX . "product`")->row['total'];
	}

	public function page(int $start, int $limit): array {
		$language = (int)$this->config->get('config_language_id');
		$found = $this->db->query("SELECT `p`.*, `pd`.`name`, `pd`.`description`, `m`.`name` AS `manufacturer`, " . $this->special() . ", (SELECT `cd`.`name` FROM `" . DB_PREFIX . "product_to_category` `p2c` INNER JOIN `" . DB_PREFIX . "category_description` `cd` ON (`cd`.`category_id` = `p2c`.`category_id`) WHERE `p2c`.`product_id` = `p`.`product_id` AND `cd`.`language_id` = '" . $language . "' ORDER BY `p2c`.`category_id` DESC LIMIT 1) AS `category` FROM `" . DB_PREFIX . "product` `p` LEFT JOIN `" . DB_PREFIX . "product_description` `pd` ON (`pd`.`product_id` = `p`.`product_id` AND `pd`.`language_id` = '" . $language . "') LEFT JOIN `" . DB_PREFIX . "manufacturer` `m` ON (`m`.`manufacturer_id` = `p`.`manufacturer_id`) ORDER BY `p`.`product_id` LIMIT " . $start . "," . $limit);
		return array_map(fn (array $row): array => $this->shown($row, $language), $found->rows);
	}

	/** Since 4.1 codes of products also stand in a table of their own. */
	public function hasCodes(): bool {
		return $this->is_41;
	}

	/** The product's stock is the sum of its option's. */
	public function addUp(int $product_id): void {
		$sum = $this->db->query("SELECT SUM(`quantity`) AS `total` FROM `" . DB_PREFIX . "product_option_value` WHERE `product_id` = '" . $product_id . "' AND `subtract` = '1'");
		$this->db->query("UPDATE `" . DB_PREFIX . "product` SET `quantity` = '" . (int)$sum->row['total'] . "', `date_modified` = NOW() WHERE `product_id` = '" . $product_id . "'");
	}

	public function setStock(array $item): string {
		$product_id = (int)$item['product_id'];
		$option_id = (int)($item['product_option_value_id'] ?? 0);
		$quantity = (int)$item['quantity'];
		if (!$this->isThere($product_id)) {
			return 'not_found';
		}
		if ($option_id) {
			$table = DB_PREFIX . "product_option_value";
			$found = $this->db->query("SELECT `product_option_id` FROM `" . $table . "` WHERE `product_option_value_id` = '" . $option_id . "' AND `product_id` = '" . $product_id . "'");
			if (!$found->num_rows) {
				return 'not_found';
			}
			$this->db->query("UPDATE `" . $table . "` SET `quantity` = '" . $quantity . "' WHERE `product_option_value_id` = '" . $option_id . "'");
			$sum = $this->db->query("SELECT SUM(`quantity`) AS `total` FROM `" . $table . "` WHERE `product_option_id` = '" . (int)$found->row['product_option_id'] . "' AND `product_id` = '" . $product_id . "'");
			$quantity = (int)$sum->row['total'];
		}
		$this->db->query("UPDATE `" . DB_PREFIX . "product` SET `quantity` = '" . $quantity . "', `date_modified` = NOW() WHERE `product_id` = '" . $product_id . "'");
		return 'ok';
	}

	/** The price comes with tax and is kept without; not while another price is on for a time. */
	public function setPrice(array $item): string {
		$product_id = (int)$item['product_id'];
		$found = $this->db->query("SELECT `p`.`tax_class_id`, " . $this->special() . " FROM `" . DB_PREFIX . "product` `p` WHERE `p`.`product_id` = '" . $product_id . "'");
		if (!$found->num_rows) {
			return 'not_found';
		}
		if ($found->row['special'] !== null) {
			return 'special';
		}
		$net = $this->net((float)$item['price'], (int)$found->row['tax_class_id']);
		$this->db->query("UPDATE `" . DB_PREFIX . "product` SET `price` = '" . $net . "', `date_modified` = NOW() WHERE `product_id` = '" . $product_id . "'");
		return 'ok';
	}

	private function isThere(int $product_id): bool {
		return (bool)$this->db->query("SELECT `product_id` FROM `" . DB_PREFIX . "product` WHERE `product_id` = '" . $product_id . "'")->num_rows;
	}

	private function shown(array $row, int $language): array {
		$class = (int)$row['tax_class_id'];
		$images = $this->db->query("SELECT `image` FROM `" . DB_PREFIX . "product_image` WHERE `product_id` = '" . (int)$row['product_id'] . "' ORDER BY `sort_order`");
		$paths = array_filter([$row['image'], ...array_column($images->rows, 'image')]);
		return [
			'product_id'       => (string)$row['product_id'],
			'master_id'        => (string)$row['master_id'],
			'model'            => $row['model'],
			'sku'              => $this->code($row, 'sku'),
			'ean'              => $this->code($row, 'ean'),
			'name'             => (string)$row['name'],
			'description'      => (string)$row['description'],
			'price'            => (string)$row['price'],
			'special'          => $row['special'] === null ? null : (string)$row['special'],
			'price_with_tax'   => $this->gross((float)$row['price'], $class),
			'special_with_tax' => $row['special'] === null ? null : $this->gross((float)$row['special'], $class),
			'tax_rate'         => $this->rate($class),
			'currency'         => $this->config->get('config_currency'),
			'quantity'         => (string)$row['quantity'],
			'status'           => (string)$row['status'],
			'manufacturer'     => (string)$row['manufacturer'],
			'category'         => (string)$row['category'],
			'images'           => array_map(fn (string $path): string => HTTP_SERVER . 'image/' . $path, array_values($paths)),
			'url'              => HTTP_SERVER . 'index.php?route=product/product&product_id=' . (int)$row['product_id'],
			'options'          => $this->options((int)$row['product_id'], $class, $language)
		];
	}

	private function options(int $product_id, int $tax_class_id, int $language): array {
		$found = $this->db->query("SELECT `pov`.*, `od`.`name`, `ovd`.`name` AS `value` FROM `" . DB_PREFIX . "product_option_value` `pov` LEFT JOIN `" . DB_PREFIX . "option_description` `od` ON (`od`.`option_id` = `pov`.`option_id` AND `od`.`language_id` = '" . $language . "') LEFT JOIN `" . DB_PREFIX . "option_value_description` `ovd` ON (`ovd`.`option_value_id` = `pov`.`option_value_id` AND `ovd`.`language_id` = '" . $language . "') WHERE `pov`.`product_id` = '" . $product_id . "' ORDER BY `pov`.`product_option_value_id`");
		$codes = $this->codes->of($product_id);
		return array_map(fn (array $row): array => [
			'product_option_id'       => (string)$row['product_option_id'],
			'product_option_value_id' => (string)$row['product_option_value_id'],
			'name'                    => (string)$row['name'],
			'value'                   => (string)$row['value'],
			'quantity'                => (string)$row['quantity'],
			'subtract'                => (string)(int)$row['subtract'],
			'price'                   => (string)$row['price'],
			'price_prefix'            => $row['price_prefix'],
			'price_with_tax'          => $this->gross((float)$row['price'], $tax_class_id),
			'sku'                     => (string)($codes[$row['product_option_value_id']]['sku'] ?? ''),
			'ean'                     => (string)($codes[$row['product_option_value_id']]['ean'] ?? '')
		], $found->rows);
	}

	/** Since 4.1 such codes also stand in a table of their own. */
	private function code(array $row, string $name): string {
		$kept = (string)($row[$name] ?? '');
		if ($kept !== '' || !$this->is_41) {
			return $kept;
		}
		$found = $this->db->query("SELECT `value` FROM `" . DB_PREFIX . "product_code` WHERE `product_id` = '" . (int)$row['product_id'] . "' AND LCASE(`code`) = '" . $this->db->escape($name) . "' LIMIT 1");
		return $found->num_rows ? (string)$found->row['value'] : '';
	}

	/** The price that is on for a time, without tax; its table changed with 4.1. */
	private function special(): string {
		$price = $this->is_41 ? "CASE WHEN `ps`.`type` = 'P' THEN `p`.`price` - `p`.`price` * `ps`.`price` / 100 WHEN `ps`.`type` = 'S' THEN `p`.`price` - `ps`.`price` ELSE `ps`.`price` END" : "`ps`.`price`";
		$table = $this->is_41 ? "product_discount` `ps` WHERE `ps`.`special` = '1' AND `ps`.`quantity` = '1'" : "product_special` `ps` WHERE 1 = 1";
		return "(SELECT " . $price . " FROM `" . DB_PREFIX . $table . " AND `ps`.`product_id` = `p`.`product_id` AND `ps`.`customer_group_id` = '" . (int)$this->config->get('config_customer_group_id') . "' AND (`ps`.`date_start` = '0000-00-00' OR `ps`.`date_start` < NOW()) AND (`ps`.`date_end` = '0000-00-00' OR `ps`.`date_end` > NOW()) ORDER BY `ps`.`priority`, `ps`.`price` LIMIT 1) AS `special`";
	}

	private function gross(float $net, int $tax_class_id): string {
		return number_format($this->tax->calculate($net, $tax_class_id, true), 4, '.', '');
	}

	public function net(float $gross, int $tax_class_id): string {
		$share = $fixed = 0.0;
		foreach ($this->tax->getRates(100.0, $tax_class_id) as $rate) {
			$rate['type'] === 'F' ? $fixed += (float)$rate['rate'] : $share += (float)$rate['rate'];
		}
		return number_format(($gross - $fixed) / (1 + $share / 100), 4, '.', '');
	}

	/** Null where no tax is reckoned, or not by percentages alone. */
	public function rate(int $tax_class_id): ?string {
		$rates = $tax_class_id ? $this->tax->getRates(100.0, $tax_class_id) : [];
		if (!$rates || in_array('F', array_column($rates, 'type'), true)) {
			return null;
		}
		return number_format(array_sum(array_column($rates, 'rate')), 4, '.', '');
	}
}
