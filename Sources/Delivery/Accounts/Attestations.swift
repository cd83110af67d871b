import FoundationEssentials
public import Reporting

/// Attestations of accounts that no probe can check, kept until they expire.
public struct Attestations: Codable, Sendable, Equatable {
  /// Longest note, in characters.
  static let maximumNote = 200

  public private(set) var accounts: [AccountFacts.Account]

  init(accounts: [AccountFacts.Account] = []) { self.accounts = accounts }

  /// nil if there are no attestations yet.
  ///
  /// - Throws: ``DeliveryError`` if the file is damaged.
  public static func read(in directory: StateDirectory) throws(DeliveryError) -> Attestations? {
    guard let contents = try FileContents.read(directory.attestations, limit: 256 * 1024) else {
      return nil
    }
    guard let read = try? JSONDecoder().decode(Attestations.self, from: contents.bytes),
      read.accounts.count <= AccountFacts.maximumCount,
      read.accounts.allSatisfy({
        ServiceName.isValid($0.service) && ($0.detail ?? "").count <= maximumNote
          && $0.checkedAt.utf8.count <= 40 && ($0.expiresAt ?? "").utf8.count <= 40
      })
    else {
      throw DeliveryError(
        .configuration,
        "\(directory.attestations) is damaged: remove it and attest the accounts again.")
    }
    return read
  }

  /// The section of a report: nil if nothing was ever attested, absent if all attestations have
  /// expired, failed if the file cannot be read.
  public static func section(
    in directory: StateDirectory, clock: AgentClock = .system
  ) -> Outcome<AccountFacts>? {
    do throws(DeliveryError) {
      guard let said = try read(in: directory) else { return nil }
      let valid = said.unexpired(clock)
      return valid.isEmpty ? .absent : .observed(AccountFacts(accounts: valid))
    } catch {
      return .failed(reason: PlainLine.of(error.message))
    }
  }

  /// Stores an attestation of a service, replacing any earlier one.
  ///
  /// - Parameters:
  ///   - until: the last day on which it is valid, `2027-12-31`; nil for no end.
  /// - Throws: ``DeliveryError`` with code `input` if an argument is invalid or the list is full.
  @discardableResult
  public static func attest(
    _ service: String, status: String, until: String?, note: String?, _ lock: StateLock,
    clock: AgentClock = .system
  ) throws(DeliveryError) -> AccountFacts.Account {
    guard ServiceName.isValid(service) else {
      throw DeliveryError(
        .input,
        """
        "\(PlainLine.of(service, limit: 40))" is not a service: enter its short name in lower-case \
        letters, digits, dots and hyphens, at most \(ServiceName.maximumLength).
        """)
    }
    guard let status = AccountFacts.Account.Status(rawValue: status) else {
      let words = AccountFacts.Account.Status.allCases.map(\.rawValue).joined(separator: ", ")
      throw DeliveryError(
        .input, "\"\(PlainLine.of(status, limit: 40))\" is not a status: enter one of \(words).")
    }
    let now = clock.wallSeconds()
    let end = try until.map { (text) throws(DeliveryError) in try lastSecond(of: text) }
    if let end, WallClock.isPlausible(now), end < now {
      throw DeliveryError(
        .input, "The date \(PlainLine.of(until ?? "", limit: 40)) has passed: enter a later date.")
    }
    let detail = note.map { PlainLine.of($0, limit: 4000) }
    guard detail?.count ?? 0 <= maximumNote else {
      throw DeliveryError(
        .input, "The note is longer than \(maximumNote) characters: shorten it.")
    }
    let account = AccountFacts.Account(
      service: service, status: status, evidence: .attested, expiresAt: end.map(timestamp),
      checkedAt: timestamp(now), detail: detail == "" ? nil : detail)

    var kept = (try read(in: lock.directory) ?? Attestations()).unexpired(clock)
    kept.removeAll { $0.service == service }
    guard kept.count < AccountFacts.maximumCount else {
      throw DeliveryError(
        .input,
        "\(AccountFacts.maximumCount) services are already attested, the maximum for a report.")
    }
    kept.append(account)
    kept.sort { $0.service < $1.service }
    guard let bytes = try? CanonicalJSON.encode(Attestations(accounts: kept)) else {
      throw DeliveryError(.file, "Cannot write \(lock.directory.attestations).")
    }
    try DurableFile.write(bytes, to: lock.directory.attestations)
    return account
  }

  /// The attestations that are still valid: with an implausible clock, all of them.
  private func unexpired(_ clock: AgentClock) -> [AccountFacts.Account] {
    let now = clock.wallSeconds()
    guard WallClock.isPlausible(now) else { return accounts }
    return accounts.filter { account in
      guard let end = account.expiresAt.flatMap({ try? Date($0, strategy: .iso8601) }) else {
        return true
      }
      return end.timeIntervalSince1970 >= Double(now)
    }
  }

  private static func timestamp(_ seconds: Int) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }

  /// The end of a day in UTC, in seconds since 1970.
  private static func lastSecond(of day: String) throws(DeliveryError) -> Int {
    let isWritten =
      day.utf8.count == 10
      && day.utf8.enumerated().allSatisfy { index, byte in
        index == 4 || index == 7 ? byte == 45 : (48...57).contains(byte)
      }
    // Formatted again, so that 30 February is not accepted as 1 March.
    guard isWritten, let start = try? Date("\(day)T00:00:00Z", strategy: .iso8601),
      start.formatted(.iso8601).hasPrefix(day)
    else {
      throw DeliveryError(
        .input,
        "\"\(PlainLine.of(day, limit: 40))\" is not a date: enter year, month and day as 2027-12-31."
      )
    }
    return Int(start.timeIntervalSince1970) + 86_399
  }
}
