// The `@rexven-tech/trendyol-api` client; its addresses are fixed, so their hosts are led to the sandbox.
const axios = require("axios");
const { Trendyol } = require("@rexven-tech/trendyol-api");

const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
axios.interceptors.request.use((request) => {
  request.url = request.url.replace(/^https:\/\/(apigw|api)\.trendyol\.com/, given.address);
  return request;
});

const seller = new Trendyol(given.seller, given.key, given.secret);
const stranger = new Trendyol(given.seller, given.key, "wrong");
const refusal = (call) => call.then(() => null, (error) => error.response ? error.response.status : error.message);

async function main() {
  const found = await seller.getProductDetailByBarcode({ barcode: "8690001" });
  const orders = await seller.getOrders({ page: 0, size: 50, startDate: given.start, endDate: given.end });
  const created = await seller.getOrders({ page: 0, size: 50, status: "Created" });
  const shipped = await seller.getOrders({ page: 0, size: 50, status: "Shipped" });
  const settled = await seller.getSettlements({ transactionType: "Sale", day: 20 });
  const hook = await seller.registerWebhook({ url: given.hook, subscribedStatuses: ["CREATED"] });
  const hooks = await seller.getWebhooks();
  await seller.deleteWebhook(hook.id);
  const left = await seller.getWebhooks();
  const line = (row) => [row.barcode, row.quantity, row.productName];
  return {
    product: found.content.map((row) => [row.barcode, row.title, row.quantity, row.salePrice]),
    orders: [orders.totalElements, orders.content.map((one) => [one.orderNumber, one.status, one.lines.map(line)])],
    created: created.totalElements,
    shipped: shipped.totalElements,
    settled: settled.map((row) => [row.orderNumber, row.transactionType]),
    hooks: [hooks.map((one) => [one.id === hook.id, one.url, one.subscribedStatuses]), left.length],
    refused: await refusal(stranger.getOrders({ page: 0, size: 50 })),
    retired: [
      await refusal(seller.getAllProducts({ page: 0, size: 50 })),
      await refusal(seller.getOrderDetailByOrderId({ orderId: orders.content[0].orderNumber })),
    ],
  };
}

main().then((seen) => process.stdout.write(JSON.stringify(seen)), (error) => {
  console.error(error.response ? [error.config.url, error.response.status, error.response.data] : error);
  process.exitCode = 1;
});
