<?php
$_['heading_title'] = 'PraPazar köprüsü';
$_['text_where']    = 'Köprü açık. Sistem > Kullanıcılar > API altında PraPazar için bir kullanıcı açın, PraPazar\'ın bağlandığı IP adresini ekleyin, kullanıcı adını ve anahtarı PraPazar\'a girin.';
