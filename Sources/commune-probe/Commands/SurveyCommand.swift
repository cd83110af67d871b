import Agent
import ArgumentParser
import Delivery
import Probing
import Reporting

/// `commune-probe survey`: run by the survey stick on a computer that was started from it.
struct SurveyCommand: AgentCommand {
  static let configuration = CommandConfiguration(
    commandName: "survey",
    abstract: "Inventory a computer started from a survey stick and write the result to the stick.",
    discussion: """
      The stick must have been prepared by commune-inventory stick prepare. A key for this computer \
      is kept on it; enrolment and report are written to it, signed, for commune-inventory bundle \
      import. Nothing is sent, and no disk of the computer is read but for its size and model.
      """)

  @Argument(help: ArgumentHelp("The stick's root.", valueName: "dir"))
  var folder: String

  @Option(help: "Language of the summary: vi or en.")
  var language = SurveyLanguage.vi

  func execute() throws {
    let stick = try SurveyStick(folder)
    let report = Survey.report(stick: folder, agentVersion: Release.version)
    let record = try stick.record(report, identifiers: ProbingCalls.identifiers())
    let text = SurveyText(
      report: report, record: record, enrolment: stick.enrolment, language: language)
    for line in text.lines { try Output.line(line) }
  }
}

enum SurveyLanguage: String, ExpressibleByArgument, CaseIterable { case vi, en }
