"""The pretend Trendyol; what its buyers, sellers and carriers do without the API is exported here."""

from prapazar.sandbox.trendyol.trade import advance_package as advance_package
from prapazar.sandbox.trendyol.trade import cancel_order as cancel_order
from prapazar.sandbox.trendyol.trade import open_account as open_account
from prapazar.sandbox.trendyol.trade import place_order as place_order
from prapazar.sandbox.trendyol.trade import seed_product as seed_product
from prapazar.sandbox.trendyol.trade import seed_products as seed_products
