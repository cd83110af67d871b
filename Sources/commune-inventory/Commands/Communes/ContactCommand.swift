import ArgumentParser
import Foundation
import InventoryStore
import Presentation

/// `communes contact CODE`: shows or changes the contact, and lists the notes.
struct ContactCommand: TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "contact",
    abstract: "Show or change a commune's contact.",
    discussion: """
      Without options it shows the contact and the notes. An option that is left out keeps what is \
      known; an empty one, such as --phone "", makes it unknown.
      """)

  @OptionGroup var target: CommuneTarget

  @Option(help: "Name and position, at most 100 characters.")
  var name: String?

  @Option(help: "Phone number.")
  var phone: String?

  @Option(help: "Email address.")
  var email: String?

  func run(with store: InventoryStore) async throws {
    let messages = try Messages.embedded()
    let known = try await store.communes.contact(of: target.commune, within: .country)
    guard name != nil || phone != nil || email != nil else {
      let notes = try await store.communes.notes(of: target.commune, within: .country)
      return try Output.line(text(known, notes, messages))
    }
    let details: ContactDetails
    do throws(ContactDetails.Fault) {
      details = try ContactDetails(
        name: name ?? known?.details.name, phone: phone ?? known?.details.phone,
        email: email ?? known?.details.email, replacing: known?.details)
    } catch {
      throw Failure(
        Failure.badInput,
        messages("commune.contact.fault.\(error.rawValue)", OutputLanguage.language))
    }
    try await store.communes.setContact(
      details, of: target.commune, within: .country, by: nil, now: CommandTime.now)
    try Output.line(messages("commune.done.contactChanged", OutputLanguage.language))
  }

  private func text(
    _ contact: CommuneContact?, _ notes: [CommuneNote], _ messages: Messages
  ) -> String {
    let people = PeopleFormat(OutputLanguage.language)
    var lines: [String] = []
    if let contact {
      let parts = [
        ("name", contact.details.name), ("phone", contact.details.phone),
        ("email", contact.details.email),
      ]
      for (part, value) in parts {
        if let value {
          lines.append("\(messages("commune.contact.\(part)", OutputLanguage.language)): \(value)")
        }
      }
      lines.append(
        messages(
          "commune.contact.changed", OutputLanguage.language,
          ["by": contact.changedBy, "at": people.date(contact.changedAt)]))
    } else {
      lines.append(messages("commune.contact.none", OutputLanguage.language))
    }
    lines += notes.map { "\(people.date($0.writtenAt)), \($0.writtenBy): \($0.text)" }
    return lines.joined(separator: "\n")
  }
}

/// `communes note CODE TEXT`: adds a note about a commune.
struct NoteCommand: TargetCommand {
  static let configuration = CommandConfiguration(
    commandName: "note", abstract: "Add a note about a commune.")

  @OptionGroup var target: CommuneTarget

  @Argument(help: "At most 500 characters.")
  var text: String

  func run(with store: InventoryStore) async throws {
    try await store.communes.addNote(
      text, to: target.commune, within: .country, by: nil, now: CommandTime.now)
    try Output.line(try Messages.embedded()("commune.done.noteAdded", OutputLanguage.language))
  }
}
