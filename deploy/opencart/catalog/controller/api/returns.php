<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Returns as Told;

/** Returns page by page: `modified_since`, `modified_until` or `return_id`. */
class Returns extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('GET', fn (): array => $this->told());
	}

	private function told(): array {
		$limit = min(max((int)($this->request->get['limit'] ?? 100), 1), 100);
		$page = max((int)($this->request->get['page'] ?? 1), 1);
		return (new Told($this->registry))->page($this->request->get, ($page - 1) * $limit, $limit);
	}
}
