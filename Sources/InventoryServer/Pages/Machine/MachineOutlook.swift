import Foundation
import InventoryStore
import Presentation
import Reporting
import SystemLifecycles

/// Whether a computer can continue with its system or a newer one, in words.
struct MachineOutlook {
  let call: PageCall
  let facts: HardwareFacts

  /// The answer, then the reasons.
  var lines: [String] {
    let outlook = SystemOutlook.of(facts, on: VietnamDay.text(call.now))
    return [call.text("machine.outlook.\(outlook.canGoOn.rawValue)")]
      + outlook.reasons.map { Self.text($0, call) }
  }

  /// One reason as a sentence.
  static func text(_ reason: SystemOutlook.Reason, _ call: PageCall) -> String {
    switch reason {
    case .supported(let system, let until, let paid):
      call.text(
        paid ? "machine.outlook.supportedPaid" : "machine.outlook.supported",
        ["system": system, "date": date(until, call)])
    case .ended(let system, let on):
      call.text("machine.outlook.ended", ["system": system, "date": date(on, call)])
    case .endedEarlier(let system, let than):
      call.text("machine.outlook.endedEarlier", ["system": system, "date": date(than, call)])
    case .editionUnknown(let system, let until):
      call.text("machine.outlook.editionUnknown", ["system": system, "date": date(until, call)])
    case .paidUpdatesUnseen(let system, let until):
      call.text("machine.outlook.paidUpdatesUnseen", ["system": system, "date": date(until, call)])
    case .systemUnknown: call.text("machine.outlook.systemUnknown")
    case .systemTooNew: call.text("machine.outlook.systemTooNew")
    case .memoryTooSmall: call.text("machine.outlook.memoryTooSmall")
    case .diskTooSmall: call.text("machine.outlook.diskTooSmall")
    case .diskSizeUnknown: call.text("machine.outlook.diskSizeUnknown")
    case .tooFewCores: call.text("machine.outlook.tooFewCores")
    case .processorTooOld: call.text("machine.outlook.processorTooOld")
    case .processorUnknown: call.text("machine.outlook.processorUnknown")
    case .tpmUnseen: call.text("machine.outlook.tpmUnseen")
    case .tpmMissing: call.text("machine.outlook.tpmMissing")
    case .secureBootOff: call.text("machine.outlook.secureBootOff")
    case .uefiUnseen: call.text("machine.outlook.uefiUnseen")
    case .windows11Possible: call.text("machine.outlook.windows11Possible")
    case .newerWindowsPossible: call.text("machine.outlook.newerWindowsPossible")
    case .newerReleasePossible: call.text("machine.outlook.newerReleasePossible")
    }
  }

  /// - Parameter day: `YYYY-MM-DD`.
  private static func date(_ day: String, _ call: PageCall) -> String {
    (try? Date("\(day)T12:00:00Z", strategy: .iso8601)).map { call.people.date($0) } ?? day
  }
}
