<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** Addresses that hear of orders at once: kept in the shop's settings, told when the buyer's page is done. */
class Hooks {
	public const CODE = 'prapazar';
	public const EVENT = 'prapazar_order';
	private const KEY = 'prapazar_hooks';
	private const SECONDS = 3;
	/** Orders of this request that wait to be told; each once, however often it moved. */
	private static array $heard = [];
	private \Opencart\System\Engine\Registry $registry;
	private Table $table;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->registry = $registry;
		$this->table = new Table($registry);
	}

	public function add(string $address, string $secret): string {
		if (!preg_match('~^https?://[^\s]+$~Di', $address) || $secret === '') {
			throw new Refusal('request', 'An address and a secret are asked for.', 400);
		}
		$hook_id = bin2hex(random_bytes(6));
		$this->keep([...$this->all(), ['hook_id' => $hook_id, 'address' => $address, 'secret' => $secret]]);
		return $hook_id;
	}

	public function remove(string $hook_id): void {
		$this->keep(array_values(array_filter($this->all(), fn (array $one): bool => $one['hook_id'] !== $hook_id)));
	}

	/** Told after the answer has gone out: nobody waits for us at the till. */
	public function heard(int $order_id): void {
		if (!$order_id || !$this->all()) {
			return;
		}
		if (!self::$heard) {
			register_shutdown_function([$this, 'tell']);
		}
		self::$heard[$order_id] = true;
	}

	/** What is lost is not sent again: PraPazar asks for orders besides. */
	public function tell(): void {
		if (function_exists('fastcgi_finish_request')) {
			fastcgi_finish_request();
		}
		$orders = new Orders($this->registry);
		foreach (array_keys(self::$heard) as $order_id) {
			$rows = $orders->page(['order_id' => $order_id], 0, 1)['data'];
			if ($rows) {
				$body = json_encode(['data' => $rows], JSON_UNESCAPED_UNICODE | JSON_THROW_ON_ERROR);
				foreach ($this->all() as $hook) {
					$this->post($hook, $body);
				}
			}
		}
		self::$heard = [];
	}

	private function post(array $hook, string $body): void {
		$call = curl_init($hook['address']);
		curl_setopt_array($call, [
			CURLOPT_POST           => true,
			CURLOPT_POSTFIELDS     => $body,
			CURLOPT_RETURNTRANSFER => true,
			CURLOPT_FOLLOWLOCATION => false,
			CURLOPT_TIMEOUT        => self::SECONDS,
			CURLOPT_HTTPHEADER     => [
				'Content-Type: application/json; charset=utf-8',
				'X-PraPazar-Event: order',
				'X-PraPazar-Hook: ' . $hook['hook_id'],
				'X-PraPazar-Signature: ' . base64_encode(hash_hmac('sha256', $body, $hook['secret'], true))
			]
		]);
		curl_exec($call);
		curl_close($call);
	}

	private function all(): array {
		$kept = $this->table->row('setting', ['store_id' => 0, 'code' => self::CODE, 'key' => self::KEY]);
		return $kept ? (array)json_decode($kept['value'], true) : [];
	}

	/** The event stands as long as somebody listens; a method is parted from its class differently since 4.1. */
	private function keep(array $hooks): void {
		$this->table->delete('setting', ['store_id' => 0, 'code' => self::CODE, 'key' => self::KEY]);
		$this->table->delete('event', ['code' => self::EVENT]);
		if (!$hooks) {
			return;
		}
		$this->table->insert('setting', ['store_id' => 0, 'code' => self::CODE, 'key' => self::KEY, 'value' => json_encode($hooks), 'serialized' => 1]);
		$this->table->insert('event', [
			'code'        => self::EVENT,
			'description' => 'Tells PraPazar of orders at once.',
			'trigger'     => 'catalog/model/checkout/order' . (version_compare(VERSION, '4.1.0.0', '>=') ? '.' : '/') . 'addHistory/after',
			'action'      => 'extension/prapazar/event/order',
			'status'      => 1,
			'sort_order'  => 0
		]);
	}
}
