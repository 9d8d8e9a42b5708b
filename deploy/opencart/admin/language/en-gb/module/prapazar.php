<?php
$_['heading_title'] = 'PraPazar bridge';
$_['text_where']    = 'The bridge is open. Under System > Users > API make a user for PraPazar, add the address PraPazar calls from, and enter username and key in PraPazar.';
