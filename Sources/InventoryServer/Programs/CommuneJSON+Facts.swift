import Foundation
import InventoryStore
import Presentation
import Reporting

/// The facts behind a commune's standing, as programs read them.
extension CommuneJSON {
  struct Register: Encodable {
    var code, name, kind, province, provinceName: String
    @Nullable var latitude: Double?
    @Nullable var longitude: Double?
    @Nullable var areaSquareKilometres: Double?
    @Nullable var remote: Bool?
    @Nullable var border: Bool?
    @Nullable var island: Bool?
    @Nullable var population: Int?
    @Nullable var officials: Int?
    @Nullable var dossiersPerMonth: Int?
    /// Whether these figures were invented for a demonstration.
    var simulated: Bool
    /// By figure, `officials`: the import that brought it. One that an earlier version imported, or
    /// that is unknown, has none.
    var sources: [String: SourceJSON]

    struct SourceJSON: Encodable {
      /// As the importer named it.
      @Nullable var document: String?
      /// Null if the figure is part of the program.
      @Nullable var importedBy: String?
      var importedAt: Date
    }

    init(_ record: CommuneRecord, sources: [String: FigureSource]) {
      self.sources = sources.mapValues {
        SourceJSON(
          document: $0.document, importedBy: $0.importedBy, importedAt: $0.importedAt)
      }
      code = record.code
      name = record.name
      kind = record.kind
      province = record.provinceCode
      provinceName = record.provinceName
      latitude = record.latitude
      longitude = record.longitude
      areaSquareKilometres = record.areaSquareKilometres
      remote = record.remote
      border = record.border
      island = record.island
      population = record.population
      officials = record.officials
      dossiersPerMonth = record.dossiersPerMonth
      simulated = record.simulated
    }
  }

  struct Machine: Encodable {
    /// `state`: active, quarantined or retired; `condition`: adequate, old or unknown.
    var id, state, condition: String
    /// What keeps it from being adequate: memory, threads, disk, age or system.
    var shortcomings: [String]
    var simulated: Bool
    @Nullable var manufacturer: String?
    @Nullable var model: String?
    @Nullable var memoryTotalBytes: Int?
    @Nullable var processorThreads: Int?
    @Nullable var solidState: Bool?
    /// A day, `2019-03-14`.
    @Nullable var firmwareDate: String?
    var enrolledAt: Date
    @Nullable var lastReportAt: Date?
    @Nullable var quarantineReason: String?

    init(_ machine: CommuneDetails.Machine) {
      id = machine.id
      state = machine.state.rawValue
      condition = machine.condition.rawValue
      shortcomings = machine.shortcomings.map(\.name)
      simulated = machine.simulated
      manufacturer = machine.manufacturer
      model = machine.model
      memoryTotalBytes = machine.memoryTotalBytes
      processorThreads = machine.processorThreads
      solidState = machine.solidState
      firmwareDate = machine.firmwareDate
      enrolledAt = machine.enrolledAt
      lastReportAt = machine.lastReportAt
      quarantineReason = machine.quarantineReason
    }
  }

  struct Scanner: Encodable {
    /// `machine`: the id of the one that sees it.
    var machine: String
    @Nullable var manufacturer: String?
    @Nullable var model: String?
    var connection, evidence: String
    @Nullable var ready: Bool?
    /// Whether only a name shows that it is a scanner; it may be a printer.
    var likely: Bool

    init(_ scanner: CommuneDetails.Scanner) {
      machine = scanner.machine
      manufacturer = scanner.manufacturer
      model = scanner.model
      connection = scanner.connection.rawValue
      evidence = scanner.evidence.rawValue
      ready = scanner.ready
      likely = scanner.isLikely
    }
  }

  /// What one machine says of one service.
  struct Account: Encodable {
    var machine, service, status, evidence: String
    @Nullable var expiresAt: Date?
    /// As the machine wrote it, by its own clock: a text, mostly RFC 3339.
    var checkedAt: String
    /// Since when it says so, by the centre's clock.
    var saidAt: Date

    init(_ account: CommuneDetails.Account) {
      machine = account.machine
      service = account.service
      status = account.status.rawValue
      evidence = account.evidence.rawValue
      expiresAt = account.expiresAt
      checkedAt = account.checkedAt
      saidAt = account.saidAt
    }
  }

  /// The best that is known of one service, which the measures count.
  struct Service: Encodable {
    var service: String
    var required: Bool
    var status: String
    /// probed, certificate, attested (by a machine's user) or officer; null if unknown.
    @Nullable var evidence: String?
    @Nullable var machine: String?
    @Nullable var expiresAt: Date?
    @Nullable var saidAt: Date?
    /// Whether it counts as a right that can be used; `stale`: by a machine no longer heard.
    var usable, stale: Bool

    init(_ service: CommuneDetails.Service) {
      self.service = service.service
      required = service.isRequired
      status = service.status.rawValue
      evidence = service.evidence?.rawValue
      machine = service.machine
      expiresAt = service.expiresAt
      saidAt = service.saidAt
      usable = service.isUsable
      stale = service.isStale
    }
  }

  struct AttestationJSON: Encodable {
    var service, status: String
    @Nullable var expiresAt: Date?
    @Nullable var note: String?
    var attestedBy: String
    var attestedAt: Date
    var confirmed: Bool
    @Nullable var withdrawnBy: String?
    @Nullable var withdrawnAt: Date?

    init(_ attestation: Attestation) {
      service = attestation.service
      status = attestation.status.rawValue
      expiresAt = attestation.expiresAt
      note = attestation.note
      attestedBy = attestation.attestedBy
      attestedAt = attestation.attestedAt
      confirmed = attestation.isConfirmed
      withdrawnBy = attestation.withdrawnBy
      withdrawnAt = attestation.withdrawnAt
    }
  }

  struct VisitJSON: Encodable {
    var visitedAt: Date
    @Nullable var adequateComputers: Int?
    @Nullable var otherComputers: Int?
    @Nullable var scanners: Int?
    @Nullable var digitalSignatures: Int?
    @Nullable var lineBitsPerSecond: Int?
    @Nullable var note: String?
    var recordedBy: String
    var recordedAt: Date
    @Nullable var withdrawnBy: String?
    @Nullable var withdrawnAt: Date?

    init(_ visit: Visit) {
      visitedAt = visit.visitedAt
      adequateComputers = visit.figures.adequateComputers
      otherComputers = visit.figures.otherComputers
      scanners = visit.figures.scanners
      digitalSignatures = visit.figures.digitalSignatures
      lineBitsPerSecond = visit.figures.lineBitsPerSecond
      note = visit.note
      recordedBy = visit.recordedBy
      recordedAt = visit.recordedAt
      withdrawnBy = visit.withdrawnBy
      withdrawnAt = visit.withdrawnAt
    }
  }

  /// Whom to call; all null if unknown.
  struct ContactJSON: Encodable {
    @Nullable var name: String?
    @Nullable var phone: String?
    @Nullable var email: String?

    init(_ contact: CommuneContact?) { self.init(contact?.details) }

    init(_ details: ContactDetails?) {
      name = details?.name
      phone = details?.phone
      email = details?.email
    }
  }

  struct LineMeasurement: Encodable {
    var machine: String
    var measuredAt: Date
    @Nullable var downloadBitsPerSecond: Int?
    @Nullable var uploadBitsPerSecond: Int?
    @Nullable var latencySeconds: Double?
    /// wired, wifi, mobile or other; null if unknown.
    @Nullable var interface: String?
    @Nullable var settled: Bool?

    init(_ measurement: CommuneDetails.LineMeasurement) {
      machine = measurement.machine
      measuredAt = measurement.measuredAt
      downloadBitsPerSecond = measurement.downloadBitsPerSecond
      uploadBitsPerSecond = measurement.uploadBitsPerSecond
      latencySeconds = measurement.latencySeconds
      interface = measurement.interface?.rawValue
      settled = measurement.settled
    }
  }
}
