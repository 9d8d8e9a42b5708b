<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** SKU and barcode of an option's value, for which OpenCart has no place: a table of the bridge's own. */
class Codes {
	private const TABLE = 'prapazar_code';
	private object $db;
	private Table $table;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
		$this->table = new Table($registry);
		$this->db->query("CREATE TABLE IF NOT EXISTS `" . DB_PREFIX . self::TABLE . "` (`product_option_value_id` INT(11) NOT NULL, `product_id` INT(11) NOT NULL, `sku` VARCHAR(64) NOT NULL, `ean` VARCHAR(14) NOT NULL, PRIMARY KEY (`product_option_value_id`))");
	}

	/** By the number of the option's value. */
	public function of(int $product_id): array {
		return array_column($this->table->rows(self::TABLE, ['product_id' => $product_id]), null, 'product_option_value_id');
	}

	public function set(int $product_id, int $product_option_value_id, string $sku, string $ean): void {
		$this->table->delete(self::TABLE, ['product_option_value_id' => $product_option_value_id]);
		$this->table->insert(self::TABLE, ['product_option_value_id' => $product_option_value_id, 'product_id' => $product_id, 'sku' => $sku, 'ean' => $ean]);
	}
}
