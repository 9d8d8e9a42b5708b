<?php
namespace Opencart\Catalog\Controller\Extension\Prapazar\Event;

use Opencart\System\Library\Extension\Prapazar\Hooks;

/** Called by the shop after an order was confirmed or got another status. */
class Order extends \Opencart\System\Engine\Controller {
	public function index(string &$route, array &$args, mixed &$output = null): void {
		(new Hooks($this->registry))->heard((int)($args[0] ?? 0));
	}
}
