<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** Rows of the shop's tables found and written, every value escaped. */
class Table {
	public const NOW = "\0now";
	private object $db;

	public function __construct(\Opencart\System\Engine\Registry $registry) {
		$this->db = $registry->get('db');
	}

	/** The rows where each field is the value. */
	public function rows(string $table, array $where = []): array {
		return $this->db->query("SELECT * FROM `" . DB_PREFIX . $table . "`" . $this->where($where))->rows;
	}

	public function row(string $table, array $where): array {
		return $this->rows($table, $where)[0] ?? [];
	}

	public function insert(string $table, array $fields): int {
		$names = implode(', ', array_map(fn (string $name): string => "`" . $name . "`", array_keys($fields)));
		$this->db->query("INSERT INTO `" . DB_PREFIX . $table . "` (" . $names . ") VALUES (" . implode(', ', array_map([$this, 'value'], array_values($fields))) . ")");
		return (int)$this->db->getLastId();
	}

	public function update(string $table, array $fields, array $where): void {
		$pairs = array_map(fn (string $name, mixed $value): string => "`" . $name . "` = " . $this->value($value), array_keys($fields), $fields);
		$this->db->query("UPDATE `" . DB_PREFIX . $table . "` SET " . implode(', ', $pairs) . $this->where($where));
	}

	/** Never all of a table. */
	public function delete(string $table, array $where): void {
		if ($where) {
			$this->db->query("DELETE FROM `" . DB_PREFIX . $table . "`" . $this->where($where));
		}
	}

	private function where(array $where): string {
		$parts = array_map(fn (string $name, mixed $value): string => "`" . $name . "` = " . $this->value($value), array_keys($where), $where);
		return $parts ? " WHERE " . implode(' AND ', $parts) : '';
	}

	private function value(mixed $value): string {
		return $value === self::NOW ? "NOW()" : "'" . $this->db->escape((string)$value) . "'";
	}
}
