<?php
namespace Opencart\System\Library\Extension\Prapazar;

/**
 * Who may come in, and what is answered. One door for all of the bridge's addresses.
 *
 * A user of System > Users > API is known by its key, and comes from an address listed there:
 * X-PraPazar-Signature = base64(HMAC-SHA256(key, method \n query as sent \n sha256 of the body \n time \n)).
 */
class Door {
	private const CLOCK_SECONDS = 450;
	private const MOST_ITEMS = 100;
	private object $db;
	private object $response;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
		$this->response = $registry->get('response');
	}

	/** Runs the work of an address where the request is signed well, and answers as JSON. */
	public function answer(string $method, callable $work): void {
		try {
			$this->check($method);
			$this->reply(200, $work());
		} catch (Refusal $refusal) {
			$this->reply($refusal->getCode(), ['error' => ['code' => $refusal->reason, 'message' => $refusal->getMessage()]]);
		}
	}

	/** The items of a push, each a mapping with `$name`. */
	public function items(string $name = 'product_id', int $most = self::MOST_ITEMS): array {
		$items = $this->content()['items'] ?? null;
		if (!is_array($items) || !$items || count($items) > $most) {
			throw new Refusal('request', '1 to ' . $most . ' items are taken.', 400);
		}
		foreach ($items as $item) {
			if (!is_array($item) || !isset($item[$name])) {
				throw new Refusal('request', 'An item without ' . $name . '.', 400);
			}
		}
		return $items;
	}

	/** The body, a mapping that has these members. */
	public function content(string ...$names): array {
		$body = json_decode((string)file_get_contents('php://input'), true, 8, JSON_BIGINT_AS_STRING);
		foreach ($names as $name) {
			if (!is_array($body) || !is_scalar($body[$name] ?? null)) {
				throw new Refusal('request', $name . ' is missing.', 400);
			}
		}
		return is_array($body) ? $body : [];
	}

	private function check(string $method): void {
		if (($_SERVER['REQUEST_METHOD'] ?? '') !== $method) {
			throw new Refusal('method', $method . ' is asked for.', 405);
		}
		$time = $_SERVER['HTTP_X_PRAPAZAR_TIME'] ?? '';
		$given = $_SERVER['HTTP_X_PRAPAZAR_SIGNATURE'] ?? '';
		$user = $this->user($_SERVER['HTTP_X_PRAPAZAR_USER'] ?? '');
		$text = $method . "\n" . ($_SERVER['QUERY_STRING'] ?? '') . "\n" . hash('sha256', (string)file_get_contents('php://input')) . "\n" . $time . "\n";
		$wanted = base64_encode(hash_hmac('sha256', $text, $user['key'] ?? '', true));
		if (!$user || !hash_equals($wanted, $given)) {
			throw new Refusal('signature', 'User or signature does not fit.', 401);
		}
		if (!ctype_digit($time) || abs((int)$time - time()) > self::CLOCK_SECONDS) {
			throw new Refusal('clock', 'The clocks differ by more than ' . self::CLOCK_SECONDS . ' seconds.', 401);
		}
		$this->checkAddress((int)$user['api_id']);
	}

	private function user(string $username): array {
		$found = $this->db->query("SELECT `api_id`, `key` FROM `" . DB_PREFIX . "api` WHERE `username` = '" . $this->db->escape($username) . "' AND `status` = '1'");
		return $username !== '' && $found->num_rows && strlen($found->row['key']) >= 32 ? $found->row : [];
	}

	/** The same list, and the same way to know an address, as the shop's own API. */
	private function checkAddress(int $api_id): void {
		$here = function_exists('oc_get_ip') ? oc_get_ip() : ($_SERVER['REMOTE_ADDR'] ?? '');
		$found = $this->db->query("SELECT `ip` FROM `" . DB_PREFIX . "api_ip` WHERE `api_id` = '" . (int)$api_id . "'");
		if (!in_array($here, array_map('trim', array_column($found->rows, 'ip')), true)) {
			throw new Refusal('ip', $here . ' is not among the allowed addresses of this user.', 403);
		}
	}

	private function reply(int $status, array $content): void {
		$words = [200 => 'OK', 400 => 'Bad Request', 401 => 'Unauthorized', 403 => 'Forbidden', 405 => 'Method Not Allowed'];
		$this->response->addHeader('HTTP/1.1 ' . $status . ' ' . $words[$status]);
		$this->response->addHeader('Content-Type: application/json; charset=utf-8');
		$this->response->addHeader('Cache-Control: no-store');
		$this->response->setOutput(json_encode($content, JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR));
	}
}
