"""The pretend WooCommerce shops; what happens in them without the API is exported here."""

from prapazar.sandbox.woocommerce.trade import cancel_order as cancel_order
from prapazar.sandbox.woocommerce.trade import change_status as change_status
from prapazar.sandbox.woocommerce.trade import open_shop as open_shop
from prapazar.sandbox.woocommerce.trade import place_order as place_order
from prapazar.sandbox.woocommerce.trade import seed_product as seed_product
from prapazar.sandbox.woocommerce.trade import seed_products as seed_products
