<?php
namespace Opencart\Admin\Controller\Extension\Prapazar\Module;

/** The bridge in the list of modules: installing it there is what opens its addresses. */
class Prapazar extends \Opencart\System\Engine\Controller {
	public function index(): void {
		$this->load->language('extension/prapazar/module/prapazar');
		$this->document->setTitle($this->language->get('heading_title'));
		$data['heading_title'] = $this->language->get('heading_title');
		$data['text_where'] = $this->language->get('text_where');
		$data['header'] = $this->load->controller('common/header');
		$data['column_left'] = $this->load->controller('common/column_left');
		$data['footer'] = $this->load->controller('common/footer');
		$this->response->setOutput($this->load->view('extension/prapazar/module/prapazar', $data));
	}

	/** Nothing of the bridge's own stays behind; products it listed are the shop's. */
	public function uninstall(): void {
		if ($this->user->hasPermission('modify', 'extension/module')) {
			$this->db->query("DELETE FROM `" . DB_PREFIX . "event` WHERE `code` = 'prapazar_order'");
			$this->db->query("DELETE FROM `" . DB_PREFIX . "setting` WHERE `code` = 'prapazar'");
			$this->db->query("DROP TABLE IF EXISTS `" . DB_PREFIX . "prapazar_code`");
		}
	}
}
