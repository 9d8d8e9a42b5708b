// The `iyzipay` client of iyzico itself; its `uri` is what every path is put behind.
const Iyzipay = require("iyzipay");

const given = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
const ask = (resource, method, body) =>
  new Promise((told, broken) => resource[method](body, (error, answer) => (error ? broken(error) : told(answer))));

async function press(url, button, installments) {
  const body = new URLSearchParams({ press: button, installments });
  return (await fetch(url, { method: "POST", body })).text();
}

const address = { contactName: "Şule Iğdırlıoğlu", city: "Ankara", country: "Turkey", address: "Çınar Sokağı No: 7", zipCode: "06680" };
const buyer = {
  id: "B1", name: "Şule", surname: "Iğdırlıoğlu", gsmNumber: "+905321112233", email: "sule@example.com",
  identityNumber: "11111111111", registrationAddress: "Çınar Sokağı No: 7", ip: "192.0.2.7", city: "Ankara", country: "Turkey",
};
const form = (conversationId, more = {}) => ({
  locale: Iyzipay.LOCALE.TR, conversationId, price: "100", paidPrice: "100", currency: Iyzipay.CURRENCY.TRY, basketId: conversationId,
  paymentGroup: Iyzipay.PAYMENT_GROUP.PRODUCT, callbackUrl: "https://magaza.example/odeme", enabledInstallments: [2, 3], buyer,
  shippingAddress: address, billingAddress: address,
  basketItems: [
    { id: "SAL-1", name: "Çiçekli Şal", category1: "Giyim", itemType: Iyzipay.BASKET_ITEM_TYPE.PHYSICAL, price: "99.1" },
    { id: "CAY-1", name: "Çay", category1: "Gıda", itemType: Iyzipay.BASKET_ITEM_TYPE.PHYSICAL, price: "0.9" },
  ],
  ...more,
});

async function main() {
  const shop = new Iyzipay({ apiKey: given.api_key, secretKey: given.secret_key, uri: given.address });
  const stranger = new Iyzipay({ apiKey: given.api_key, secretKey: "yanlis", uri: given.address });
  const alive = await ask(shop.apiTest, "retrieve", {});
  const refused = await ask(stranger.apiTest, "retrieve", {});
  const card = await ask(shop.binNumber, "retrieve", { locale: "tr", binNumber: "552879" });
  const plans = await ask(shop.installmentInfo, "retrieve", { locale: "tr", binNumber: "552879", price: "100" });
  const wrong = await ask(shop.checkoutFormInitialize, "create", form("Y0", { paidPrice: "1" }));

  const opened = await ask(shop.checkoutFormInitialize, "create", form("Y1"));
  const page = await press(opened.paymentPageUrl, "pay", "3");
  const paid = await ask(shop.checkoutForm, "retrieve", { locale: "tr", conversationId: "Y1", token: opened.token });
  const read = await ask(shop.payment, "retrieve", { locale: "tr", conversationId: "Y1", paymentId: paid.paymentId });
  const item = paid.itemTransactions[0].paymentTransactionId;
  const back = { locale: "tr", conversationId: "Y1R1", ip: "192.0.2.7" };
  const ofItem = await ask(shop.refund, "create", { ...back, paymentTransactionId: item, price: "10.05", currency: "TRY" });
  const ofPayment = await ask(shop.refundV2, "create", { ...back, conversationId: "Y1R2", paymentId: paid.paymentId, price: "5" });
  const tooMuch = await ask(shop.refundV2, "create", { ...back, paymentId: paid.paymentId, price: "500" });
  const report = await ask(shop.reportingTransactionDetails, "retrieve", { paymentConversationId: "Y1" });

  const second = await ask(shop.checkoutFormInitialize, "create", form("Y2"));
  await press(second.paymentPageUrl, "pay", "1");
  const today = await ask(shop.checkoutForm, "retrieve", { locale: "tr", token: second.token });
  const cancelled = await ask(shop.cancel, "create", { locale: "tr", paymentId: today.paymentId, ip: "192.0.2.7" });

  const third = await ask(shop.checkoutFormInitialize, "create", form("Y3"));
  await press(third.paymentPageUrl, "no_money", "1");
  const declined = await ask(shop.checkoutForm, "retrieve", { locale: "tr", token: third.token });

  console.log(JSON.stringify({
    alive: alive.status,
    refused: [refused.status, refused.errorCode],
    card: [card.cardType, card.cardFamily],
    plans: plans.installmentDetails[0].installmentPrices.map((one) => [one.installmentNumber, one.totalPrice]),
    wrong: [wrong.status, wrong.errorCode, wrong.errorMessage],
    opened: [opened.status, opened.conversationId, opened.tokenExpireTime],
    brought: page.includes(opened.token) && page.includes("https://magaza.example/odeme"),
    paid: [paid.paymentStatus, paid.price, paid.paidPrice, paid.installment, paid.basketId, paid.fraudStatus],
    items: paid.itemTransactions.map((one) => [one.itemId, one.price, one.paidPrice]),
    read: [read.paymentId === paid.paymentId, read.paidPrice],
    ofItem: [ofItem.status, ofItem.price, ofItem.currency],
    ofPayment: [ofPayment.status, ofPayment.price],
    tooMuch: tooMuch.status,
    report: report.payments?.map((one) => [one.paymentRefundStatus, one.itemTransactions.flatMap((row) => row.refunds.map((part) => part.refundPrice))]),
    cancelled: [cancelled.status, cancelled.price],
    declined: [declined.errorCode, declined.errorGroup, declined.paymentStatus],
  }));
}

main().catch((error) => { console.error(error); process.exit(1); });
