<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;

/** All categories at once. */
class Categories extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('GET', fn (): array => $this->told());
	}

	private function told(): array {
		$found = $this->db->query("SELECT `c`.`category_id`, `c`.`parent_id`, `cd`.`name` FROM `" . DB_PREFIX . "category` `c` INNER JOIN `" . DB_PREFIX . "category_description` `cd` ON (`cd`.`category_id` = `c`.`category_id`) WHERE `cd`.`language_id` = '" . (int)$this->config->get('config_language_id') . "' ORDER BY `c`.`category_id`");
		return ['data' => $found->rows];
	}
}
