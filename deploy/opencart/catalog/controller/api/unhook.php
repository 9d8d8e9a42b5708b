<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Hooks;

/** Tells this address no more. */
class Unhook extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('POST', fn (): array => $this->told());
	}

	private function told(): array {
		(new Hooks($this->registry))->remove((string)(new Door($this->registry))->content('hook_id')['hook_id']);
		return ['result' => 'ok'];
	}
}
