import ArgumentParser
import CentreConfiguration
import Foundation
import InventoryServer
import InventoryStore
import Reporting

/// `stick prepare DIR`.
struct StickCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stick", abstract: "Prepare survey sticks.", subcommands: [Prepare.self])

  struct Prepare: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write a commune's enrolment token to a survey stick.",
      discussion: """
        The folder is the root of a stick that was written from the survey image (make stick). \
        Computers that are started from it enrol with the token when bundle import reads the stick: \
        the token must still be valid then. Whoever has the stick can enrol computers in that commune. \
        Computers on the stick that were retired since get new keys when they are surveyed again.
        """)

    @OptionGroup var global: GlobalOptions

    @Argument(help: ArgumentHelp("The stick's root.", valueName: "dir"))
    var folder: String

    @Option(help: "The commune (five-digit code).")
    var commune: String

    @Option(help: "Number of computers that may enrol with the stick.")
    var uses = 30

    @Option(help: "Validity in days, until the stick is back and imported.")
    var days = InventoryStore.Tokens.defaultDays

    @OptionGroup var server: ServerOption

    func run() async throws {
      try await Failure.reporting {
        let code = try CommuneCode(commune).description
        // Checked now, since at the computer it would be too late.
        let typed = try server.address(for: .agents, global).text
        guard let address = AgentAddress(typed)?.text else {
          throw Failure(
            Failure.badInput,
            "--server \(typed.debugDescription) is not an address of a centre: write https://NAME or https://NAME:PORT."
          )
        }
        let stick = SurveyStickFolder(folder)
        try stick.requireFree(for: code)
        let store = try global.store()
        let tokens = try await store.tokens.create(
          communes: [code], uses: uses, days: days, within: .country, now: CommandTime.now)
        guard let token = tokens.first else { return }
        let renewed: Int
        do {
          try stick.write(
            SurveyEnrolment(
              server: address, commune: code, communeName: token.communeName, token: token.token,
              validUntil: VietnamDay.text(token.expiresAt)))
          renewed = try await SurveyRenewal(store: store, now: CommandTime.now).run(folder)
        } catch {
          // A token that is on no stick must not stay valid.
          try? await store.tokens.revoke(token.id, within: .country, now: CommandTime.now)
          throw error
        }
        try Output.say(
          "\(stick.file) is for \(token.communeName) (\(code)): up to \(uses) computers, until \(ListOutput.time(token.expiresAt)); token \(token.id)."
        )
        if renewed > 0 {
          try Output.say(
            "Retired, or with a revoked key: \(renewed) computers on the stick. Surveyed again, they enrol as new computers."
          )
        }
      }
    }
  }
}

/// The folder of a stick that is being prepared.
struct SurveyStickFolder {
  private let root, folder: String
  var file: String { "\(folder)/\(SurveyLayout.enrolment)" }

  init(_ root: String) {
    self.root = root
    folder = "\(root)/\(SurveyLayout.folder)"
  }

  /// - Throws: ``Failure`` if the folder does not exist, or holds the surveys of another commune.
  func requireFree(for commune: String) throws {
    let descriptor = open(root, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    defer { if descriptor >= 0 { close(descriptor) } }
    guard descriptor >= 0 else {
      guard errno != EACCES else {
        throw Failure(
          Failure.badInput,
          "Cannot read the stick \(root): \(String(cString: strerror(EACCES))). Run the command as a user who may write to it."
        )
      }
      throw Failure(
        Failure.badInput,
        "The folder \(root) does not exist: connect the stick and check where it is mounted.")
    }
    let reports = "\(folder)/\(SurveyLayout.reports)"
    let names = (try? FileManager.default.contentsOfDirectory(atPath: reports)) ?? []
    guard !names.isEmpty, let bytes = FileManager.default.contents(atPath: file),
      let there = SurveyEnrolment(bytes), there.commune != commune
    else { return }
    throw Failure(
      Failure.badInput,
      "The stick holds surveys of commune \(there.commune): import them, then remove \(folder) and run again."
    )
  }

  /// Writes the file completely or not at all; only its owner can read it, since it holds a token.
  func write(_ enrolment: SurveyEnrolment) throws {
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw Failure(
        Failure.badInput,
        "Cannot write \(folder): check that the stick has free space and is not write-protected.")
    }
    try ResultFile.write(CanonicalJSON.encode(enrolment), to: file, sparing: [], mode: 0o600)
  }
}
