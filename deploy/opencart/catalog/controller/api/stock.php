<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Shelf;

/** Sets the stock of up to 100 items; each is answered in its place. */
class Stock extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('POST', fn (): array => $this->told());
	}

	private function told(): array {
		$shelf = new Shelf($this->registry);
		return ['data' => array_map(fn (array $item): array => [
			'product_id'              => (string)$item['product_id'],
			'product_option_value_id' => (string)($item['product_option_value_id'] ?? ''),
			'result'                  => $shelf->setStock($item)
		], (new Door($this->registry))->items())];
	}
}
