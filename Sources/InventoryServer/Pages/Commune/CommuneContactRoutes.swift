import HTTPTypes
import Hummingbird
import InventoryStore

/// The contact of a commune and the notes about it, which users who may manage the commune can
/// change.
extension CommunePageRoutes {
  func addContacts(to router: PageRouter) {
    router.post(
      "/communes/{code}/contact", .manage, on: "/communes/{code}#contact-form",
      again: again("contact")
    ) { call, form in
      let wanted = ContactForm(form)
      let known = try await documents.store.communes.contact(
        of: call.part("code"), within: call.scope)
      let details: ContactDetails
      do throws(ContactDetails.Fault) {
        details = try wanted.details(replacing: known?.details)
      } catch {
        throw ServerError(
          .argumentMalformed, call.text("commune.contact.fault.\(error.rawValue)"))
      }
      try await documents.store.communes.setContact(
        details, of: call.part("code"), within: call.scope, by: try Self.person(call),
        now: call.now)
      return Self.back(call, "contactChanged", part: "contact")
    }
    router.post(
      "/communes/{code}/notes", .manage, on: "/communes/{code}#note-form", again: again("note")
    ) { call, form in
      guard let text = form["note"] else {
        throw ServerError(.argumentMalformed, call.text("commune.note.empty"))
      }
      try limits.countStatement(of: call.statingOwner, call)
      try await documents.store.communes.addNote(
        text, to: call.part("code"), within: call.scope, by: try Self.person(call),
        now: call.now)
      return Self.back(call, "noteAdded", part: "contact")
    }
    router.post(
      "/communes/{code}/notes/remove", .manage, on: "/communes/{code}#contact"
    ) { call, form in
      try await documents.store.communes.removeNote(
        form["note"].flatMap { Int64($0) } ?? 0, of: call.part("code"), within: call.scope,
        by: try Self.person(call), now: call.now)
      return Self.back(call, "noteRemoved", part: "contact")
    }
  }

  /// nil for callers who have not signed in: readers of a demonstration, and programs.
  func contact(_ code: String, _ call: PageCall) async throws -> CommuneContactSection? {
    guard call.principal?.person != nil else { return nil }
    return CommuneContactSection(
      commune: code,
      contact: try await documents.store.communes.contact(of: code, within: call.scope),
      notes: try await documents.store.communes.notes(of: code, within: call.scope),
      call: call)
  }
}
