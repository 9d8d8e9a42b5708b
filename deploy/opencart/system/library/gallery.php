<?php
namespace Opencart\System\Library\Extension\Prapazar;

/** Pictures that PraPazar sent; the name of each is a mark of where it came from. */
class Gallery {
	private const FOLDER = 'catalog/prapazar/';
	private const ENDINGS = [IMAGETYPE_JPEG => 'jpg', IMAGETYPE_PNG => 'png', IMAGETYPE_GIF => 'gif'];

	/** Of these marks those whose picture is there. */
	public function known(array $marks): array {
		$found = [];
		foreach (array_filter($marks, [$this, 'isMark']) as $mark) {
			foreach (self::ENDINGS as $ending) {
				if (is_file(DIR_IMAGE . self::FOLDER . $mark . '.' . $ending)) {
					$found[] = ['mark' => $mark, 'file' => self::FOLDER . $mark . '.' . $ending];
				}
			}
		}
		return $found;
	}

	public function add(string $mark, string $content): string {
		$bytes = base64_decode($content, true);
		$kind = $bytes ? @getimagesizefromstring($bytes) : false;
		$ending = $kind ? (self::ENDINGS[$kind[2]] ?? '') : '';
		if (!$this->isMark($mark) || !$ending) {
			throw new Refusal('picture', 'Not a JPEG, PNG or GIF.', 400);
		}
		if (!is_dir(DIR_IMAGE . self::FOLDER)) {
			mkdir(DIR_IMAGE . self::FOLDER, 0755, true);
		}
		$file = self::FOLDER . $mark . '.' . $ending;
		if (file_put_contents(DIR_IMAGE . $file, $bytes, LOCK_EX) !== strlen($bytes)) {
			throw new Refusal('picture', 'The picture could not be written.', 400);
		}
		return $file;
	}

	/** A file of ours that is there: nothing else is ever hung on a product. */
	public function isFile(string $file): bool {
		return preg_match('~^' . self::FOLDER . '[0-9a-f]{12}\.(jpg|png|gif)$~D', $file) && is_file(DIR_IMAGE . $file);
	}

	private function isMark(string $mark): bool {
		return (bool)preg_match('~^[0-9a-f]{12}$~D', $mark);
	}
}
