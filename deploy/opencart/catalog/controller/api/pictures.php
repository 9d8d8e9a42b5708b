<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Gallery;

/** Which of these pictures are there already. */
class Pictures extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('GET', fn (): array => $this->told());
	}

	private function told(): array {
		return ['data' => (new Gallery())->known(explode(',', (string)($this->request->get['marks'] ?? '')))];
	}
}
