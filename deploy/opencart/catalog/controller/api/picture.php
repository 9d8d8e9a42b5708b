<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Gallery;

/** Takes one picture. */
class Picture extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('POST', fn (): array => $this->told());
	}

	private function told(): array {
		$given = (new Door($this->registry))->content('mark', 'content');
		return ['file' => (new Gallery())->add((string)$given['mark'], (string)$given['content'])];
	}
}
