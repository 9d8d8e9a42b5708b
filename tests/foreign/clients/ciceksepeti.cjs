// The `ciceksepeti-api` client; its `baseUrl` holds the scheme and the host, to which it adds `/api/v1/...`.
const Ciceksepeti = require("ciceksepeti-api");

const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
console.log = () => {}; // the client prints each refusal

function shop(apiKey) {
  const made = new Ciceksepeti({ apiKey });
  made.baseUrl = given.base;
  return made;
}

const refusal = (call) => call.then(() => null, (error) => error.message);
const sold = (row) => [row.orderItemId, row.code, row.quantity, row.orderItemStatusId];

async function main() {
  const [seller, carrier] = [shop(given.key), shop(given.carrier)];
  const tree = await seller.category.list();
  const leaf = tree.categories[0].subCategories[0];
  const attributes = await seller.category.attributes({ id: leaf.id });
  const listed = await seller.product.list({ page: 1, pageSize: 10, sortBy: "name_asc" });
  const tea = await seller.product.get({ stockCode: "CAY-1" });
  const pushed = await seller.product.updateStockOrPrice([{ stockCode: "CAY-1", stockQuantity: 5 }]);
  const priced = await seller.product.updateStockOrPrice([{ stockCode: "CAY-1", salesPrice: 41.5, listPrice: 49.9 }]);
  const unknown = await seller.product.updateStockOrPrice([{ stockCode: "YOK-1", stockQuantity: 1 }]);
  const told = async ({ batchId }) => (await seller.product.batchStatus(batchId)).items.map((one) => one.status);
  const created = await seller.product.create([given.article]);
  const window = { startDate: given.start, endDate: given.end };
  const orders = await seller.order.list({ page: 0, pageSize: 100, ...window });
  const item = orders.orders[0].orderItemId;
  const one = await seller.order.get({ orderNo: orders.orders[0].orderId });
  const counted = await seller.order.count({ ...window });
  const changed = await seller.cargo.changeCompany([{ orderProductId: item, cargoCompany: "surat_kargo" }]);
  const measured = { orderProductId: item, deci: 3, quantity: 1 };
  const unmeasured = await refusal(seller.cargo.sendMeasurements([measured]));
  const ready = await seller.cargo.sendWithCiceksepeti([item]);
  const invoiced = await seller.order.sendInvoice([{ orderItemId: item, documentUrl: "https://fatura.example/1.pdf" }]);
  const returned = await seller.canceledOrder.list({ page: 0, pageSize: 10, orderItemStatus: "return_started", ...window });
  const back = returned.orderItemList[0].orderItemId;
  await seller.canceledOrder.recieved({ orderItemIds: [back] });
  await seller.canceledOrder.approveOrReject({ orderItemId: back, process: "approve" });
  const [own] = (await carrier.order.list({ page: 0, pageSize: 10, ...window })).orders;
  const sent = { orderItemStatus: "shipped", cargoBusiness: "ptt_kargo", shipmentNumber: "KP1", shipmentTrackingUrl: "https://kargo.example/KP1" };
  await carrier.cargo.sendWithOwnCargo([{ orderItemId: own.orderItemId, ...sent }]);
  const [gone] = (await carrier.order.list({ page: 0, pageSize: 10, ...window })).orders;
  const questions = await seller.sellerquestion.list({ page: 1, ...window });
  const answer = { branchAction: "answer_question", answer: "Evet, organik." };
  return {
    refused: await refusal(shop("wrong").category.list()),
    categories: tree.categories.map((top) => top.name),
    attributes: [attributes.categoryId === leaf.id, attributes.categoryAttributes.length > 0],
    listed: [listed.totalCount, listed.products.map((row) => row.stockCode)],
    product: [tea.productName, tea.stockQuantity, tea.salesPrice],
    batches: [await told(pushed), await told(priced), await told(unknown), await told(created)],
    orders: [orders.totalCount, orders.totalPages, orders.orders.map(sold)],
    order: sold(one),
    counted: counted.totalCount,
    ready: [ready.isSuccess, ready.statusUpdateResponse[0].orderItems[0].orderItemId === item],
    accepted: [changed.isSuccess, invoiced.isSuccess],
    unmeasured,
    returned: returned.orderItemList.map((row) => [row.supplierProductCode, row.cancelType]),
    gone: [gone.orderItemStatusId, gone.cargoCompany, gone.cargoNumber],
    questions: questions.items.map((row) => [row.product.code === tea.productCode, row.question, row.answered]),
    answered: await refusal(seller.sellerquestion.answer(questions.items[0].id, answer)),
    too_long: await refusal(seller.order.count({ startDate: "2026-01-01T00:00:00Z", endDate: "2026-03-01T00:00:00Z" })),
  };
}

main().then((seen) => process.stdout.write(JSON.stringify(seen)), (error) => {
  console.error(error);
  process.exitCode = 1;
});
