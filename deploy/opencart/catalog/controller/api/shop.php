<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Shelf;

/** Whose shop this is, and the numbers of its order statuses. */
class Shop extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('GET', fn (): array => $this->told());
	}

	private function told(): array {
		$statuses = $this->db->query("SELECT `order_status_id`, `name` FROM `" . DB_PREFIX . "order_status` WHERE `language_id` = '" . (int)$this->config->get('config_language_id') . "' ORDER BY `order_status_id`");
		return [
			'name'     => $this->config->get('config_name'),
			'version'  => VERSION,
			'bridge'   => '1.1.0',
			'currency' => $this->config->get('config_currency'),
			'products' => (new Shelf($this->registry))->count(),
			'statuses' => $statuses->rows
		];
	}
}
