import FoundationEssentials
public import Reporting

/// The decision on a report that follows from the centre's reply. Pure.
public enum ReportVerdict: Sendable, Equatable {
  /// The centre has stored it: remove it from the spool.
  case acknowledged(Acknowledgement)
  /// Send the same report again, under this sequence number.
  case renumber(Int)
  /// Send the same report again, with these sections in full, under another sequence number.
  case complete([String])
  /// It will never be accepted: quarantine it, with this reason.
  case refused(String)
  /// Undecided: it stays in the spool, and no other report is sent now.
  ///
  /// `retryAfterSeconds` is what the centre asked for, if it did.
  case keep(DeliveryError, retryAfterSeconds: Int?)

  /// Problem codes of permanent rejections.
  /// With all other codes, also those of later versions, the report is kept.
  static let finalCodes: Set<String> = [
    "bodyTooLarge", "inflatedTooLarge", "gzipMalformed", "notJSON", "formatUnsupported",
    "sectionMalformed", "reportIdReused",
  ]

  /// - Parameters:
  ///   - id: the id of the report that was sent.
  ///   - sequence: the sequence number under which it was sent.
  public init(_ reply: IncomingReply, id: String, sequence: Int, from centre: CentreAddress) {
    switch reply.status {
    case 200:
      // A captive portal also answers 200: only our own format counts.
      if let said = try? JSONDecoder().decode(Acknowledgement.self, from: reply.body),
        said.report == id
      {
        self = .acknowledged(said.bounded)
      } else {
        self = .keep(
          DeliveryError(
            .unexpectedReply,
            "\(centre) answered without acknowledging the report: sign in to the network if "
              + "required, and check the server's address."),
          retryAfterSeconds: nil)
      }
    case 409:
      if let next = reply.problem?.nextSeq, SequenceCounter.isPlausible(next, after: sequence) {
        self = .renumber(next)
      } else {
        self = .keep(reply.failure(from: centre), retryAfterSeconds: nil)
      }
    case 422 where reply.problem?.code == "sectionsWanted":
      self = .complete(Array((reply.problem?.sections ?? []).prefix(64)))
    case 400, 413, 422:
      // A proxy's page, damage on the way or a fault of the centre says nothing about the report.
      if let problem = reply.problem, Self.finalCodes.contains(problem.code) {
        self = .refused(reply.explanation)
      } else {
        self = .keep(reply.failure(from: centre), retryAfterSeconds: nil)
      }
    default:
      self = .keep(reply.failure(from: centre), retryAfterSeconds: reply.retryAfterSeconds)
    }
  }
}

extension Acknowledgement {
  /// Without entries that cannot be a section and its digest: it is kept on disk and compared with
  /// our own digests.
  fileprivate var bounded: Acknowledgement {
    var bounded = self
    let possible = sections.filter { name, digest in
      1...32 ~= name.utf8.count && digest.utf8.count == 64
        && name.utf8.allSatisfy {
          (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0)
        }
        && digest.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
    }
    // No report has more sections.
    bounded.sections = possible.count <= 24 ? possible : [:]
    return bounded
  }
}
