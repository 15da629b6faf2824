import Testing

@testable import Diagnosis

@Suite struct WeightTests {
    private func judged(_ weights: Weight?...) -> Classification {
        var weighing = Weighing()
        for weight in weights { weighing.add(weight) }
        return weighing.classification
    }

    @Test func theHeaviestCauseWinsInWhateverOrder() {
        let (light, heavy) = (Weight(.cleanClose, 3), Weight(.networkLoss, 9))
        #expect(judged(light, heavy) == Classification(.networkLoss, .high))
        #expect(judged(heavy, nil, light) == Classification(.networkLoss, .high))
    }

    @Test(arguments: [(4.7, Confidence.high), (4.5, .medium), (2.3, .medium), (2.1, .low)])
    func theMarginOverTheNextCauseIsTheConfidence(margin: Double, confidence: Confidence) {
        #expect(judged(Weight(.networkLoss, 5), Weight(.tokenRenewal, 5 + margin)).confidence == confidence)
    }

    @Test func twoReasonsForOneCauseDoNotWeakenIt() {
        #expect(judged(Weight(.networkLoss, 6), Weight(.networkLoss, 5)) == Classification(.networkLoss, .high))
    }

    @Test func aRuleMayClaimLessThanTheOddsSay() {
        #expect(judged(Weight(.networkLoss, 9, most: .medium)).confidence == .medium)
    }

    @Test func whatNothingSpeaksForIsUnknown() {
        #expect(judged(nil, Weight(.networkLoss, -1)) == Classification(.unknown, .low))
    }
}
