import InventoryStore
import Presentation
import Prioritization

/// Programmes' purchases for a commune, on its page.
struct CommuneProgrammes {
  let documents: [ProgrammeDocument]
  let call: PageCall

  /// nil if no programme buys anything for the commune.
  func values() -> PageValues? {
    guard !documents.isEmpty else { return nil }
    return [
      "rows": documents.flatMap { document -> [PageValues] in
        let text = ProgrammeText(document, call.language, messages: call.messages)
        return document.lines.map { line in
          [
            "name": document.name,
            "address": "\(ProgrammePageRoutes.path)/\(document.number)",
            "label": text.label(line.item), "state": line.progress.state.rawValue,
            "stateName": text.state(line), "wanted": call.people.number(line.progress.wantedNow),
            "delivered": call.people.number(line.progress.delivered),
            "confirmed": line.evidence == nil
              ? "–" : call.people.number(line.progress.confirmed),
          ]
        }
      }
    ]
  }
}
