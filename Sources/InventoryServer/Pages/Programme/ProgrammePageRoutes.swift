import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation
import Prioritization

/// `/programmes` and `/programmes/{id}`: adopted plans, and how their money is spent.
struct ProgrammePageRoutes: Sendable {
  let documents: PlannerDocuments

  static let path = "/programmes"
  private static let page: FormPage = "/programmes/{id}"

  func add(to router: PageRouter) {
    router.get("/programmes") { call in
      let programmes = try await documents.store.programmes.list(within: call.scope)
      let range = PageRange(call.query, of: programmes.count)
      var rows: [ProgrammesPage.Row] = []
      for programme in range.rows(of: programmes) {
        let purchases = try await documents.programmes.purchases(
          programme, within: call.scope, now: call.now)
        rows.append((programme, purchases.money, purchases.anySimulated))
      }
      let page = ProgrammesPage(call: call, programmes: rows, range: range)
      return call.page(.programmes, title: call.text("programmes.title"), page.values())
    }
    router.get("/programmes/{id}") { call in try await show(call) { _ in call } }
    router.get("/programmes/{id}/file") { call in try await file(call) }
    router.get("/programmes/{id}/template.csv") { call in
      let record = try await documents.store.programmes.record(
        Self.number(call), within: call.scope)
      return PageResponse.file(
        PurchaseTemplate.csv(record), type: "text/csv; charset=utf-8",
        name: "programme-\(record.programme.number).csv")
    }
    addPurchases(to: router)
  }

  private func addPurchases(to router: PageRouter) {
    router.post(
      "/programmes/{id}/purchases", .read, on: Self.page, again: again("purchase")
    ) { call, form in
      let record = try PurchaseForm(form, call).record
      _ = try await documents.store.programmes.record(
        [record], in: Self.number(call), within: call.scope, by: try call.person().actor,
        now: call.now)
      return Self.back(Self.number(call), "recorded")
    }
    router.upload(
      "/programmes/{id}/purchases.csv", .read, on: Self.page, again: again("table")
    ) { call, receive in
      try await documents.store.programmes.require(Self.number(call), within: call.scope)
      let upload = try await receive(TableUploads.purchaseBytes)
      guard !upload.bytes.isEmpty else {
        throw ServerError(.argumentMalformed, call.text("register.noFile"))
      }
      let caller = await call.queueCaller
      let table = try await documents.queue.run(for: caller) { try PurchaseTable(upload.bytes) }
      _ = try await documents.store.programmes.record(
        table.records, in: Self.number(call), within: call.scope, by: try call.person().actor,
        now: call.now
      ) { [queue = documents.queue] in try await queue.run(for: caller, $0) }
      return Self.back(Self.number(call), "recorded", skipped: table.skipped)
    }
    router.post(
      "/programmes/{id}/purchases/withdraw", .read, on: Self.page, again: again("withdrawal")
    ) { call, form in
      try await documents.store.programmes.withdraw(
        entry: form["entry"].flatMap { Int64($0) } ?? 0, of: Self.number(call),
        within: call.scope, by: try call.person().actor, now: call.now)
      return Self.back(Self.number(call), "withdrawn")
    }
    router.post(
      "/programmes/{id}/changes", .read, on: Self.page, again: again("change")
    ) { call, form in
      let wanted = try LineItemChangeForm(form, call)
      try await documents.store.programmes.change(
        wanted.field, of: wanted.commune, item: wanted.item, in: Self.number(call),
        to: wanted.value, because: wanted.reason, within: call.scope,
        by: try call.person().actor, now: call.now)
      return Self.back(Self.number(call), "changed")
    }
  }

  /// Shows the programme with a refused form as typed.
  private func again(_ name: String) -> PageRouter.Again {
    { call, form, error in
      try await show(call) { items in
        var refusing = call
        refusing.refused = try RefusedForm(name: name, fields: form, error, call, items: items)
        return refusing
      }
    }
  }

  /// The programme.
  ///
  /// - Parameter refusing: Adds a refused form to the call; receives the names of items.
  private func show(
    _ call: PageCall, refusing: (_ items: (String) -> String) throws -> PageCall
  ) async throws -> Response {
    let (record, document) = try await documents.programmes.document(
      Self.number(call), within: call.scope, now: call.now)
    let contacts = try await documents.store.programmes.contacts(
      of: Set(document.unconfirmed.map(\.commune)), within: call.scope)
    let call = try refusing(
      ProgrammeText(document, call.language, messages: call.messages).name)
    let page = ProgrammePage(call: call, record: record, document: document, contacts: contacts)
    return try await call.render(on: documents.queue, if: call.showsAllRows || call.isPaper) {
      call.page(
        .programme, title: page.title, page.values(), status: call.refused?.status ?? .ok)
    }
  }

  private func file(_ call: PageCall) async throws -> Response {
    let (_, document) = try await documents.programmes.document(
      Self.number(call), within: call.scope, now: call.now)
    return try await DocumentFile(document, name: "programme-\(document.number)")
      .response(call, on: documents.queue)
  }

  private static func number(_ call: PageCall) -> Int64 { Int64(call.part("id")) ?? 0 }

  /// - Parameter skipped: Lines of a table that were not filled in.
  static func back(_ number: Int64, _ done: String, skipped: Int = 0) -> Response {
    PageResponse.seeOther(
      PageAddress.make(
        "\(path)/\(number)", ["done": done, "skipped": skipped > 0 ? "\(skipped)" : nil]))
  }
}
