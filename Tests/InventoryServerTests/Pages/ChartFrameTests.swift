import Testing

@testable import InventoryServer

struct ChartFrameTests {
  @Test(arguments: [
    (0.25, 0.5), (0.9, 1), (1, 1), (1.5, 2), (2.5, 5), (5, 5), (7, 10), (10, 10), (12.5, 20),
    (100, 100), (300, 500), (1000, 1000), (250_000, 500_000),
  ])
  func stepsAreRound(_ least: Double, _ step: Double) {
    #expect(abs(ChartFrame.niceStep(least) - step) < step * 1e-9)
  }
}
