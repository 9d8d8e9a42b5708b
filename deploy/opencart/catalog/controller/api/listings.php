<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Publisher;

/** Lists up to 20 products, or changes their content; each is answered in its place. */
class Listings extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('POST', fn (): array => $this->told());
	}

	private function told(): array {
		$publisher = new Publisher($this->registry);
		$written = array_map([$publisher, 'write'], (new Door($this->registry))->items('sku', 20));
		if ($this->registry->has('cache')) {
			$this->cache->delete('product');
		}
		return ['data' => $written];
	}
}
