<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** Products made, and the content of those there are changed; their stock and prices are left. */
class Publisher {
	private object $config;
	private Codes $codes;
	private Gallery $gallery;
	private Shelf $shelf;
	private Table $table;
	private Vocabulary $words;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->config = $registry->get('config');
		$this->codes = new Codes($registry);
		$this->gallery = new Gallery();
		$this->shelf = new Shelf($registry);
		$this->table = new Table($registry);
		$this->words = new Vocabulary($registry);
	}

	/** Everything is looked at before anything is written. */
	public function write(array $item): array {
		$product_id = $this->held($item);
		$fault = $product_id < 0 ? 'not_found' : $this->fault($item, $product_id);
		if ($fault) {
			return ['result' => $fault, 'product_id' => (string)($item['product_id'] ?? '')];
		}
		$is_new = !$product_id;
		if ($is_new) {
			$product_id = $this->made($item);
		}
		$this->describe($product_id, $item, $is_new);
		$this->hang($product_id, $item);
		if (!empty($item['options'])) {
			$this->setOptions($product_id, $item['options']);
		}
		return ['result' => 'ok', 'product_id' => (string)$product_id];
	}

	/** By its number, or by its SKU; 0 where there is none of that SKU, -1 where there is none of that number. */
	private function held(array $item): int {
		if (!empty($item['product_id'])) {
			return (int)($this->table->row('product', ['product_id' => (int)$item['product_id']])['product_id'] ?? -1);
		}
		$found = $this->table->row('product', ['sku' => $this->words->kept($item['sku'] ?? '')]);
		if (!$found && $this->shelf->hasCodes()) {
			$found = $this->table->row('product_code', ['code' => 'SKU', 'value' => $this->words->kept($item['sku'] ?? '')]);
		}
		return (int)($found['product_id'] ?? 0);
	}

	private function fault(array $item, int $product_id): string {
		$lists = ['images', 'attributes', 'options'];
		if (trim((string)($item['name'] ?? '')) === '' || trim((string)($item['sku'] ?? '')) === '' || array_filter($lists, fn (string $name): bool => !is_array($item[$name] ?? []))) {
			return 'request';
		}
		if (!$this->table->row('category', ['category_id' => (int)($item['category_id'] ?? 0)])) {
			return 'category';
		}
		foreach ($item['attributes'] ?? [] as $told) {
			if (!$this->table->row('attribute', ['attribute_id' => (int)($told['attribute_id'] ?? 0)])) {
				return 'attribute';
			}
		}
		foreach ($item['images'] ?? [] as $file) {
			if (!$this->gallery->isFile((string)$file)) {
				return 'request';
			}
		}
		if (!$product_id && (!is_numeric($item['price'] ?? null) || $this->taxClass($item) < 0)) {
			return is_numeric($item['price'] ?? null) ? 'tax' : 'request';
		}
		return $this->optionFault($item['options'] ?? [], $product_id);
	}

	/** Of two options that both keep stock nobody knows the stock of a pair. */
	private function optionFault(array $options, int $product_id): string {
		$named = array_unique(array_map(fn (array $one): string => (string)($one['option_id'] ?? $one['option_name'] ?? ''), $options));
		if (in_array('', $named, true)) {
			return 'request';
		}
		$kept = $product_id ? array_filter($this->table->rows('product_option_value', ['product_id' => $product_id]), fn (array $row): bool => (bool)$row['subtract']) : [];
		$others = array_diff(array_map('intval', array_column($kept, 'option_id')), $options ? [$this->words->findOption($options[0])] : []);
		return count($named) > 1 || ($options && $others) ? 'several_options' : '';
	}

	/** The tax class that comes to the rate; 0 for none, -1 where the shop has none of that rate. */
	private function taxClass(array $item): int {
		$rate = (float)($item['tax_rate'] ?? 0);
		foreach ($this->table->rows('tax_class') as $row) {
			$known = $this->shelf->rate((int)$row['tax_class_id']);
			if ($known !== null && abs((float)$known - $rate) < 0.00005) {
				return (int)$row['tax_class_id'];
			}
		}
		return $rate ? -1 : 0;
	}

	private function made(array $item): int {
		$class = $this->taxClass($item);
		$sku = $this->words->kept($item['sku']);
		$product_id = $this->table->insert('product', [
			'master_id'       => 0,
			'model'           => $sku,
			'sku'             => $sku,
			'upc'             => '',
			'ean'             => '',
			'jan'             => '',
			'isbn'            => '',
			'mpn'             => '',
			'location'        => '',
			'variant'         => '',
			'override'        => '',
			'quantity'        => (int)($item['quantity'] ?? 0),
			'stock_status_id' => (int)$this->config->get('config_stock_status_id'),
			'image'           => '',
			'manufacturer_id' => 0,
			'shipping'        => 1,
			'price'           => $this->shelf->net((float)$item['price'], $class),
			'tax_class_id'    => $class,
			'date_available'  => date('Y-m-d'),
			'weight_class_id' => (int)$this->config->get('config_weight_class_id'),
			'length_class_id' => (int)$this->config->get('config_length_class_id'),
			'subtract'        => 1,
			'minimum'         => 1,
			'sort_order'      => 0,
			'status'          => 1,
			'date_added'      => Table::NOW,
			'date_modified'   => Table::NOW
		]);
		$this->table->insert('product_to_store', ['product_id' => $product_id, 'store_id' => 0]);
		if ($this->shelf->hasCodes()) {
			$this->table->insert('product_code', ['product_id' => $product_id, 'code' => 'SKU', 'value' => $sku]);
		}
		return $product_id;
	}

	/** What stands on its page; texts in other languages and places it has besides are kept. */
	private function describe(int $product_id, array $item, bool $is_new): void {
		$texts = ['name' => $this->words->kept($item['name']), 'description' => $this->words->kept($item['description'] ?? '')];
		$languages = $this->words->languages();
		foreach ($is_new ? $languages : [$languages[0]] as $language) {
			$named = ['product_id' => $product_id, 'language_id' => $language];
			if ($this->table->row('product_description', $named)) {
				$this->table->update('product_description', $texts, $named);
			} else {
				$this->table->insert('product_description', $named + $texts + ['tag' => '', 'meta_title' => $texts['name'], 'meta_description' => '', 'meta_keyword' => '']);
			}
		}
		$fields = ['date_modified' => Table::NOW];
		if (trim((string)($item['manufacturer'] ?? '')) !== '') {
			$fields['manufacturer_id'] = $this->words->manufacturer($item['manufacturer']);
		}
		if (!empty($item['ean'])) {
			$fields['ean'] = $this->words->kept($item['ean']);
			if ($this->shelf->hasCodes()) {
				$this->table->delete('product_code', ['product_id' => $product_id, 'code' => 'EAN']);
				$this->table->insert('product_code', ['product_id' => $product_id, 'code' => 'EAN', 'value' => $fields['ean']]);
			}
		}
		$this->table->update('product', $fields, ['product_id' => $product_id]);
		$place = ['product_id' => $product_id, 'category_id' => (int)$item['category_id']];
		if (!$this->table->row('product_to_category', $place)) {
			$this->table->insert('product_to_category', $place);
		}
	}

	/** Attributes, and pictures where some are told. */
	private function hang(int $product_id, array $item): void {
		$languages = $this->words->languages();
		foreach ($item['attributes'] ?? [] as $told) {
			$named = ['product_id' => $product_id, 'attribute_id' => (int)$told['attribute_id']];
			foreach ($this->table->row('product_attribute', $named) ? [$languages[0]] : $languages as $language) {
				$this->table->delete('product_attribute', $named + ['language_id' => $language]);
				$this->table->insert('product_attribute', $named + ['language_id' => $language, 'text' => $this->words->kept($told['text'] ?? '')]);
			}
		}
		$files = array_values($item['images'] ?? []);
		if ($files) {
			$this->table->update('product', ['image' => $files[0]], ['product_id' => $product_id]);
			$this->table->delete('product_image', ['product_id' => $product_id]);
			foreach (array_slice($files, 1) as $place => $file) {
				$this->table->insert('product_image', ['product_id' => $product_id, 'image' => $file, 'sort_order' => $place + 1]);
			}
		}
	}

	/** A value that is there keeps its stock and price, and gets its codes. */
	private function setOptions(int $product_id, array $options): void {
		$product = $this->table->row('product', ['product_id' => $product_id]);
		foreach ($options as $item) {
			$option_id = $this->words->option($item);
			$option_value_id = $this->words->value($option_id, $item);
			$named = ['product_id' => $product_id, 'option_id' => $option_id];
			$product_option_id = (int)($this->table->row('product_option', $named)['product_option_id'] ?? 0) ?: $this->table->insert('product_option', $named + ['value' => '', 'required' => 1]);
			$held = $this->table->row('product_option_value', $named + ['option_value_id' => $option_value_id]);
			if (!$held) {
				$difference = (float)$this->shelf->net((float)($item['price'] ?? 0), (int)$product['tax_class_id']) - (float)$product['price'];
				$held['product_option_value_id'] = $this->table->insert('product_option_value', $named + [
					'product_option_id' => $product_option_id,
					'option_value_id'   => $option_value_id,
					'quantity'          => (int)($item['quantity'] ?? 0),
					'subtract'          => 1,
					'price'             => number_format(abs($difference), 4, '.', ''),
					'price_prefix'      => $difference < 0 ? '-' : '+',
					'points'            => 0,
					'points_prefix'     => '+',
					'weight'            => 0,
					'weight_prefix'     => '+'
				]);
			}
			$this->codes->set($product_id, (int)$held['product_option_value_id'], $this->words->kept($item['sku'] ?? ''), $this->words->kept($item['ean'] ?? ''));
		}
		$this->shelf->addUp($product_id);
	}
}
