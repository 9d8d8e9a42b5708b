<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Api;

use Opencart\System\Library\Extension\Prapazar\Door;
use Opencart\System\Library\Extension\Prapazar\Vocabulary;

/** The shop's options with their values, and its attributes. */
class Attributes extends \Opencart\System\Engine\Controller {
	public function index(): void {
		(new Door($this->registry))->answer('GET', fn (): array => $this->told());
	}

	private function told(): array {
		return (new Vocabulary($this->registry))->told();
	}
}
