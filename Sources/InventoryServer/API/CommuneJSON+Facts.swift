import Foundation
import InventoryStore
import Presentation
import Reporting

/// The facts behind a commune's standing, for programs.
extension CommuneJSON {
  /// - Parameter sources: By figure, such as `officials`: the import that set it. Figures that an
  ///   earlier version imported, or that are unknown, have none.
  static func register(_ record: CommuneRecord, sources: [String: FigureSource]) -> JSONObject {
    [
      "code": record.code,
      "name": record.name,
      "kind": record.kind,
      "province": record.provinceCode,
      "provinceName": record.provinceName,
      "latitude": record.latitude,
      "longitude": record.longitude,
      "areaSquareKilometres": record.areaSquareKilometres,
      "remote": record.remote,
      "border": record.border,
      "island": record.island,
      "population": record.population,
      "officials": record.officials,
      "dossiersPerMonth": record.dossiersPerMonth,
      // Whether these figures are invented, for a demonstration.
      "simulated": record.simulated,
      "sources": sources.mapValues(source),
    ]
  }

  private static func source(_ source: FigureSource) -> JSONObject {
    [
      // As the importer named it.
      "document": source.document,
      // Null if the figure comes with the program.
      "importedBy": source.importedBy,
      "importedAt": source.importedAt,
    ]
  }

  static func machine(_ machine: CommuneDetails.Machine, at now: Date) -> JSONObject {
    let isPossible = FirmwareDay.date(machine.firmwareDate, at: now) != nil
    return [
      "id": machine.id,
      // active, quarantined or retired.
      "state": machine.state.rawValue,
      // adequate, old or unknown.
      "condition": machine.condition.rawValue,
      // The reasons why it is not adequate: memory, threads, disk, age or system.
      "shortcomings": machine.shortcomings.map(\.name),
      "simulated": machine.simulated,
      "manufacturer": machine.manufacturer,
      "model": machine.model,
      "memoryTotalBytes": machine.memoryTotalBytes,
      "processorThreads": machine.processorThreads,
      "solidState": machine.solidState,
      // A date, `2019-03-14`. An impossible one, which measures take for unknown, is null.
      "firmwareDate": isPossible ? machine.firmwareDate : nil,
      "enrolledAt": machine.enrolledAt,
      "lastReportAt": machine.lastReportAt,
      "quarantineReason": machine.quarantineReason,
    ]
  }

  static func scanner(_ scanner: CommuneDetails.Scanner) -> JSONObject {
    [
      // The id of the machine that detected it.
      "machine": scanner.machine,
      "manufacturer": scanner.manufacturer,
      "model": scanner.model,
      "connection": scanner.connection.rawValue,
      "evidence": scanner.evidence.rawValue,
      "ready": scanner.ready,
      // Whether only a name shows that it is a scanner; it may be a printer.
      "likely": scanner.isLikely,
    ]
  }

  /// One machine's report about one service.
  static func account(_ account: CommuneDetails.Account) -> JSONObject {
    [
      "machine": account.machine,
      "service": account.service,
      "status": account.status.rawValue,
      "evidence": account.evidence.rawValue,
      "expiresAt": account.expiresAt,
      // As the machine wrote it, by its own clock: a string, mostly RFC 3339.
      "checkedAt": account.checkedAt,
      // Since when it has reported this, by the centre's clock.
      "saidAt": account.saidAt,
    ]
  }

  /// The best known state of one service, which the measures count.
  static func service(_ service: CommuneDetails.Service) -> JSONObject {
    [
      "service": service.service,
      "required": service.isRequired,
      "status": service.status.rawValue,
      // probed, certificate, attested (by a machine's user) or officer; null if unknown.
      "evidence": service.evidence?.rawValue,
      "machine": service.machine,
      "expiresAt": service.expiresAt,
      "saidAt": service.saidAt,
      // Whether it counts as a usable right.
      "usable": service.isUsable,
      // Reported by a machine that is now silent.
      "stale": service.isStale,
    ]
  }

  static func attestation(_ attestation: Attestation) -> JSONObject {
    [
      "service": attestation.service,
      "status": attestation.status.rawValue,
      "expiresAt": attestation.expiresAt,
      "note": attestation.note,
      "attestedBy": attestation.attestedBy,
      "attestedAt": attestation.attestedAt,
      "confirmed": attestation.isConfirmed,
      "withdrawnBy": attestation.withdrawnBy,
      "withdrawnAt": attestation.withdrawnAt,
    ]
  }

  static func visit(_ visit: Visit) -> JSONObject {
    [
      "visitedAt": visit.visitedAt,
      "adequateComputers": visit.figures.adequateComputers,
      "otherComputers": visit.figures.otherComputers,
      "scanners": visit.figures.scanners,
      "digitalSignatures": visit.figures.digitalSignatures,
      "lineBitsPerSecond": visit.figures.lineBitsPerSecond,
      "note": visit.note,
      "recordedBy": visit.recordedBy,
      "recordedAt": visit.recordedAt,
      "withdrawnBy": visit.withdrawnBy,
      "withdrawnAt": visit.withdrawnAt,
    ]
  }

  /// The contact; all null if unknown.
  static func contact(_ contact: ContactDetails?) -> JSONObject {
    ["name": contact?.name, "phone": contact?.phone, "email": contact?.email]
  }

  static func lineMeasurement(_ measurement: CommuneDetails.LineMeasurement) -> JSONObject {
    [
      "machine": measurement.machine,
      "measuredAt": measurement.measuredAt,
      "downloadBitsPerSecond": measurement.downloadBitsPerSecond,
      "uploadBitsPerSecond": measurement.uploadBitsPerSecond,
      "latencySeconds": measurement.latencySeconds,
      // wired, wifi, mobile or other; null if unknown.
      "interface": measurement.interface?.rawValue,
      "settled": measurement.settled,
    ]
  }
}
