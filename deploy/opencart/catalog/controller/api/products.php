<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Shelf;

/** Products page by page, each with its options. */
class Products extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('GET', fn (): array => $this->told());
	}

	private function told(): array {
		$limit = min(max((int)($this->request->get['limit'] ?? 100), 1), 100);
		$page = max((int)($this->request->get['page'] ?? 1), 1);
		$shelf = new Shelf($this->registry);
		return ['total' => $shelf->count(), 'data' => $shelf->page(($page - 1) * $limit, $limit)];
	}
}
