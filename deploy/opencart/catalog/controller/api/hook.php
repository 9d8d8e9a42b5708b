<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Hooks;

/** From now on orders are told to this address. */
class Hook extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('POST', fn (): array => $this->told());
	}

	private function told(): array {
		$given = (new Door($this->registry))->content('address', 'secret');
		return ['hook_id' => (new Hooks($this->registry))->add((string)$given['address'], (string)$given['secret'])];
	}
}
