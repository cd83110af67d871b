import CProcess
import Reporting
import Synchronization

/// One run over all definitions.
struct AccountRound: Sendable {
  /// How many services are asked at once.
  static let workers = 4

  let host: Host
  let settings: ProbeSettings
  private let deadline: Double

  init(host: Host, settings: ProbeSettings, seconds: Double) {
    self.host = host
    self.settings = settings
    deadline = MonotonicClock.seconds() + seconds
  }

  private typealias Account = AccountFacts.Account

  /// A check that takes time: a login, or reading a token.
  private struct Job: Sendable {
    let service: String
    let timeoutSeconds: Int
    /// When it was last made; the service that has waited longest comes first.
    let last: String
    let run: @Sendable (_ seconds: Double, _ now: ClockReading) -> Account
  }

  /// One account per definition, in the same order.
  func accounts(_ services: [DefinedService]) -> [AccountFacts.Account] {
    let now = host.clock()
    var accounts: [String: Account] = [:]
    var jobs: [Job] = []
    let ledger = openLedger(services)
    for service in services {
      switch prepare(service, ledger, now) {
      case .said(let account): accounts[service.service] = account
      case .job(let job): jobs.append(job)
      }
    }
    jobs.sort { ($0.last, $0.service) < ($1.last, $1.service) }
    accounts.merge(run(jobs)) { $1 }
    return services.map { service in
      accounts[service.service]
        ?? AccountFinding.unknown(AccountDetail.notReached).account(
          service.service, checked: now.wall)
    }
  }

  private enum Prepared {
    case said(Account)
    case job(Job)
  }

  private func prepare(
    _ defined: DefinedService, _ ledger: Result<AccountLedger, AccountStorageError>?,
    _ now: ClockReading
  ) -> Prepared {
    let service = defined.service
    func said(_ finding: AccountFinding) -> Prepared {
      .said(finding.account(service, checked: now.wall))
    }
    let definition: AccountDefinition
    switch defined.definition {
    case .success(let read): definition = read
    case .failure(let error): return said(.unknown(error.description))
    }
    switch definition.kind {
    case .manual:
      return said(AccountFinding(.unknown, AccountDetail.nobodyHasSaid, evidence: .attested))
    case .certificate:
      return said(CertificateCheck.finding(of: definition.file ?? "", on: host, wall: now.wall))
    default: break
    }
    guard host.isThisMachine else { return said(.unknown(AccountDetail.captured)) }
    if let module = definition.pkcs11 {
      let isolation = settings.isolation
      return .job(
        Job(service: service, timeoutSeconds: definition.timeoutSeconds, last: "") { seconds, now in
          TokenCheck.finding(of: module, isolation, seconds: seconds, wall: now.wall)
            .account(service, checked: now.wall)
        })
    }
    return prepareLogin(service, definition, ledger, now)
  }

  private func prepareLogin(
    _ service: String, _ definition: AccountDefinition,
    _ ledger: Result<AccountLedger, AccountStorageError>?, _ now: ClockReading
  ) -> Prepared {
    func said(_ detail: String) -> Prepared {
      .said(AccountFinding.unknown(detail).account(service, checked: now.wall))
    }
    let opened: AccountLedger
    switch ledger {
    case .success(let open)?: opened = open
    case .failure(.busy)?: return said(AccountDetail.busy)
    case .failure(.damaged)?: return said(AccountDetail.damagedMemory)
    case .failure(.notWritable)?, nil: return said(AccountDetail.needsRoot)
    }
    let credentials: Credentials
    do throws(Credentials.Problem) {
      credentials = try Credentials.read(
        definition.credentials ?? "", needs: LoginCheck.needs(definition))
    } catch {
      return said(error.detail)
    }
    let fingerprint = opened.fingerprint(definition, credentials)
    if !settings.accounts.recheck.contains(service),
      case .remembered(let finding, let checked) = opened.decision(
        service, fingerprint: fingerprint, now: now)
    {
      return .said(finding.account(service, checked: checked))
    }
    return .job(
      Job(
        service: service, timeoutSeconds: definition.timeoutSeconds, last: opened.lastTry(service)
      ) { seconds, now in
        do throws(AccountStorageError) {
          try opened.begin(service, fingerprint: fingerprint, now: now)
        } catch {
          return AccountFinding.unknown(AccountDetail.notRemembered)
            .account(service, checked: now.wall)
        }
        let finding = LoginCheck.finding(
          definition, credentials, seconds: seconds, wall: now.wall)
        opened.end(service, finding)
        return finding.account(service, checked: now.wall)
      })
  }

  /// nil if no storage was given or none is needed.
  private func openLedger(
    _ services: [DefinedService]
  ) -> Result<AccountLedger, AccountStorageError>? {
    let isNeeded = services.contains { (try? $0.definition.get().logsIn) ?? false }
    guard host.isThisMachine, isNeeded, let storage = settings.accountStorage else { return nil }
    // From here on this process holds secrets.
    cprocess_forbid_core()
    return Result { () throws(AccountStorageError) in try AccountLedger(storage) }
  }

  /// Runs one job per worker at a time, and starts none that could not finish in time.
  private func run(_ jobs: [Job]) -> [String: Account] {
    let queue = Queue(jobs)
    let works = (0..<min(Self.workers, jobs.count)).map { _ in
      DeadlineTask(seconds: deadline - MonotonicClock.seconds() + 5) {
        while let job = queue.next() {
          let seconds = Double(job.timeoutSeconds)
          guard deadline - MonotonicClock.seconds() >= seconds else { continue }
          queue.file(job.service, job.run(seconds, host.clock()))
        }
      }
    }
    for work in works { _ = work.value() }
    return queue.filed
  }

  private final class Queue: Sendable {
    private let state: Mutex<(rest: [Job], filed: [String: Account])>

    init(_ jobs: [Job]) { state = Mutex((jobs.reversed(), [:])) }

    func next() -> Job? { state.withLock { $0.rest.popLast() } }

    func file(_ service: String, _ account: Account) {
      state.withLock { $0.filed[service] = account }
    }

    var filed: [String: Account] { state.withLock { $0.filed } }
  }
}
