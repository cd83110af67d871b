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

  func add(to router: PageRouter) {
    router.get("/programmes") { call in
      let programmes = try await documents.store.programmes.list(within: call.scope)
      let range = PageRange(call.query, of: programmes.count)
      var rows: [(Programme, ProgrammeMoney)] = []
      for programme in range.rows(of: programmes) {
        let purchases = try await documents.programmes.purchases(
          programme, within: call.scope, now: call.now)
        rows.append((programme, purchases.money))
      }
      let page = ProgrammesPage(call: call, programmes: rows, range: range)
      return call.page(.programmes, title: call.text("programmes.title"), page.values())
    }
    router.get("/programmes/{id}") { call in try await show(call) }
    router.get("/programmes/{id}/file") { call in try await file(call) }
    router.get("/programmes/{id}/template.csv") { call in
      let record = try await documents.store.programmes.record(
        Self.number(call), within: call.scope)
      return PageResponse.file(
        PurchaseTemplate.csv(record), type: "text/csv; charset=utf-8",
        name: "programme-\(record.programme.number).csv")
    }
    router.post("/plan/saved/{id}/adopt", .read) { call, form in
      try call.requireConfirmation(form)
      let number = try await documents.programmes.source.adopt(
        plan: Int64(call.part("id")) ?? 0, as: form["name"] ?? "", within: call.scope,
        by: try call.person().actor, now: call.now)
      return Self.back(number, "adopted")
    }
    addPurchases(to: router)
  }

  private func addPurchases(to router: PageRouter) {
    router.post("/programmes/{id}/purchases", .read) { call, form in
      try await changing(call, "purchase", form) { number, actor in
        let record = try PurchaseForm(form, call).record
        _ = try await documents.store.programmes.record(
          [record], in: number, within: call.scope, by: actor, now: call.now)
        return "recorded"
      }
    }
    router.upload("/programmes/{id}/purchases.csv", .read) { call, receive in
      try await changing(call, "table", PageForm(encoded: "")) { number, actor in
        let upload = try await receive(InventoryStore.Register.maximumBytes)
        guard !upload.bytes.isEmpty else {
          throw ServerError(.argumentMalformed, call.text("register.noFile"))
        }
        let records = try await documents.queue.run(for: await call.queueCaller) {
          try PurchaseTable(upload.bytes).records
        }
        _ = try await documents.store.programmes.record(
          records, in: number, within: call.scope, by: actor, now: call.now)
        return "recorded"
      }
    }
    router.post("/programmes/{id}/purchases/withdraw", .read) { call, form in
      try await changing(call, "withdrawal", form) { number, actor in
        try await documents.store.programmes.withdraw(
          entry: form["entry"].flatMap { Int64($0) } ?? 0, of: number, within: call.scope,
          by: actor, now: call.now)
        return "withdrawn"
      }
    }
    router.post("/programmes/{id}/changes", .read) { call, form in
      try await changing(call, "change", form) { number, actor in
        let wanted = try LineItemChangeForm(form, call)
        try await documents.store.programmes.change(
          wanted.field, of: wanted.commune, item: wanted.item, in: number, to: wanted.value,
          because: wanted.reason, within: call.scope, by: actor, now: call.now)
        return "changed"
      }
    }
  }

  /// Changes a programme; shows a refusal on its page, with the form as typed.
  private func changing(
    _ call: PageCall, _ name: String, _ form: PageForm,
    _ change: (Int64, Actor) async throws -> String
  ) async throws -> Response {
    let number = Self.number(call)
    let done: String
    do {
      done = try await change(number, try call.person().actor)
    } catch {
      return try await show(try call.refusing(name, form, error))
    }
    return Self.back(number, done)
  }

  /// The programme, with the refused form, if there is one.
  private func show(_ call: PageCall) async throws -> Response {
    let (record, document) = try await documents.programmes.document(
      Self.number(call), within: call.scope, now: call.now)
    let contacts = try await documents.store.programmes.contacts(
      of: Set(document.unconfirmed.map(\.commune)), within: call.scope)
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

  private static func back(_ number: Int64, _ done: String) -> Response {
    PageResponse.seeOther(PageAddress.make("\(path)/\(number)", ["done": done]))
  }
}
