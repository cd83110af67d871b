import Foundation
import Testing

/// `programme adopt` with a plan that is made now.
struct ProgrammeCommandTests {
  @Test func aPlanWithTwoBudgetsIsAdopted() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    // Nothing is known of the province: all that is planned is visits, which recurrent money pays.
    let adopted = try Command.run(
      "commune-inventory",
      [
        "programme", "adopt", "--capital-budget", "5000000", "--recurrent-budget", "60000000",
        "--province", "51", "--name", "Đợt 1", "--yes",
      ] + database)
    #expect(adopted.status == 0, "\(adopted.errors)")
    let shown = try Command.run(
      "commune-inventory", ["programme", "show", "1", "--language", "en"] + database)
    #expect(shown.output.contains("Budget: 65,000,000 VND"), "\(shown.output)")
    #expect(shown.output.contains("Capital expenditure: 0 VND expected, of 5,000,000 VND"))
    #expect(
      shown.output.contains(/Recurrent expenditure: [1-9][0-9,]* VND expected, of 60,000,000 VND/))
  }

  @Test func whatContradictsIsRefused() throws {
    let scratch = try Scratch()
    let database = try scratch.inventory()
    func expect(_ says: String, _ arguments: String...) throws {
      try Command.run(
        "commune-inventory",
        ["programme", "adopt"] + arguments + ["--name", "Đợt 1", "--yes"] + database
      ).expectRefusal(64, says)
    }
    try expect("give the budget of one to make now")
    try expect("give the budget of one to make now", "1", "--budget", "1000000")
    try expect("together; 0 for none", "--capital-budget", "1000000")
    try expect(
      "or --capital-budget and --recurrent-budget", "--budget", "1000000", "--capital-budget", "1",
      "--recurrent-budget", "1")
    for option in ["--province", "--group", "--policy"] {
      try expect("has its own area and policy", "1", option, "51")
    }
  }
}
