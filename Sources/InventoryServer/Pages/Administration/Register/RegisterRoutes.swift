import Foundation
import HTTPTypes
import Hummingbird
import InventoryStore
import Presentation

/// `/administration/register`: imports the register of communes in two steps, a preview and its
/// confirmation.
struct RegisterRoutes: Sendable {
  let store: InventoryStore
  let queue: BoundedQueue
  let previews: PreviewedImports<RegisterImport>

  private static let path = AdministrationSection.register.path

  func add(to router: PageRouter) {
    router.get("/administration/register", .administer) { call in show(call) }
    router.get("/administration/register/template.csv", .administer) { call in
      let rows = try await store.register.table(
        province: call.query.province, within: call.scope)
      let table = CSVTable.encode(
        ["code"] + InventoryStore.Register.columns,
        rows.lazy.map { row in row.map { $0.map(CSVTable.Cell.text) ?? .empty } })
      return PageResponse.file(
        table, type: "text/csv; charset=utf-8",
        name: "communes-\(call.query.province ?? "all").csv")
    }
    router.upload(
      "/administration/register", .administer, on: .init(Self.path),
      again: { call, form, error in
        show(
          call, fault: try RefusedForm(name: "register", fields: form, error, call).fault,
          source: form["source"] ?? "", isSimulated: form["simulated"] == "yes")
      }, preview)
    router.post("/administration/register/import", .administer, on: .init(Self.path), confirm)
  }

  private func show(
    _ call: PageCall, fault: String? = nil, source: String = "", isSimulated: Bool = false
  ) -> Response {
    var values: PageValues = [
      "template": "\(Self.path)/template.csv", "action": Self.path, "source": source,
      "isSimulated": isSimulated, "maximumSource": RegisterImport.maximumSource,
      "columns": InventoryStore.Register.columns.map { name in
        ["name": name, "meaning": call.text("register.column.\(name)")] as PageValues
      },
    ]
    values["fault"] = fault
    return call.administration(
      .administrationRegister, .register, values, status: fault == nil ? .ok : .badRequest)
  }

  private func preview(
    _ call: PageCall, _ receive: (Int) async throws -> UploadedTable
  ) async throws -> Response {
    let upload = try await receive(InventoryStore.Register.maximumBytes)
    let source = upload.fields["source"] ?? ""
    let isSimulated = upload.fields["simulated"] == "yes"
    guard !upload.bytes.isEmpty else {
      return show(
        call, fault: call.text("register.noFile"), source: source, isSimulated: isSimulated)
    }
    let wanted = try await queue.run(for: await call.queueCaller) {
      try RegisterImport(
        upload.bytes, source: source.isEmpty ? nil : source, simulated: isSimulated)
    }
    return try await show(wanted, call)
  }

  private func show(
    _ wanted: RegisterImport, _ call: PageCall, fault: String? = nil
  ) async throws -> Response {
    let user = try call.person()
    let changes = try await store.register.changes(by: wanted)
    await previews.keep(wanted, digest: changes.digest, for: user.number)
    return try await queue.run(for: await call.queueCaller) {
      var values = RegisterPreview(changes: changes, call: call).values()
      values["back"] = Self.path
      values["action"] = "\(Self.path)/import"
      values["fault"] = fault
      return call.administration(
        .administrationRegisterPreview, .register, title: call.text("register.preview"), values,
        status: fault == nil ? .ok : .badRequest)
    }
  }

  private func confirm(_ call: PageCall, _ form: PageForm) async throws -> Response {
    let user = try call.person()
    let digest = form["import"] ?? ""
    guard let wanted = await previews.table(digest, of: user.number) else {
      return show(call, fault: call.text("register.previewOver"))
    }
    let unmarked = try await store.register.changes(by: wanted).unmarked
    guard unmarked == 0 || form["real"] == "yes" else {
      return try await show(wanted, call, fault: call.text("register.realUnticked"))
    }
    do {
      _ = try await store.register.file(
        wanted, allowErasing: form["erase"] == "yes", expecting: digest, by: user.actor,
        now: call.now)
    } catch let error as InventoryError {
      // The preview now shows the changes against the present register.
      switch error.code {
      case .stateConflict:
        return try await show(wanted, call, fault: call.text("register.changedMeanwhile"))
      case .valuesErased:
        return try await show(wanted, call, fault: call.text("register.eraseUnticked"))
      default: throw error
      }
    }
    await previews.forget(user.number)
    return call.done(.registerImported, at: Self.path)
  }
}
