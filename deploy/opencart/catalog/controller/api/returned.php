<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Returns;

/** Gives a return another status, with a note the buyer can read. */
class Returned extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('POST', fn (): array => $this->told());
	}

	private function told(): array {
		$given = (new Door($this->registry))->content('return_id', 'return_status_id');
		$is_moved = (new Returns($this->registry))->move((int)$given['return_id'], (int)$given['return_status_id'], (string)($given['comment'] ?? ''));
		return ['result' => $is_moved ? 'ok' : 'not_found'];
	}
}
