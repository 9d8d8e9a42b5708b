<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** The bridge says no; the code is the HTTP status. */
class Refusal extends \Exception {
	public string $reason;

	public function __construct(string $reason, string $message, int $status) {
		parent::__construct($message, $status);
		$this->reason = $reason;
	}
}
