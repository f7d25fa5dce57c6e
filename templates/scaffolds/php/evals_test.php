<?php
// debtscan:unfilled - load the program, write the score, set the threshold, then remove this line.
declare(strict_types=1);

use PHPUnit\Framework\Attributes\Group;
use PHPUnit\Framework\TestCase;

/** Runs the program over the golden cases, scores every answer and fails below the threshold: phpunit --group eval evals */
#[Group('eval')]
final class AnswersTest extends TestCase
{
    private const THRESHOLD = 0.85;

    private static function goldenCases(): array
    {
        $lines = file(__DIR__ . '/golden.jsonl', FILE_IGNORE_NEW_LINES | FILE_SKIP_EMPTY_LINES);
        return array_map(fn (string $line) => json_decode($line, true, flags: JSON_THROW_ON_ERROR), $lines);
    }

    private function answer(string $question): string
    {
        $this->markTestSkipped('TODO call the program itself, with the model that production uses'); // debtscan:unfilled
    }

    /** The share of facts that the answer has; 0 if it says what it must not. */
    private function score(array $case, string $answer): float
    {
        $has = fn (string $words) => mb_stripos($answer, $words) !== false;
        if (array_filter($case['must_not'] ?? [], $has)) {
            return 0.0;
        }
        $facts = $case['expected_facts'] ?? [];
        return $facts ? count(array_filter($facts, $has)) / count($facts) : 1.0;
    }

    public function testAnswersAreGoodEnough(): void
    {
        $scores = array_map(fn (array $case) => $this->score($case, $this->answer($case['input'])), self::goldenCases());
        $this->assertNotEmpty($scores);
        $this->assertGreaterThanOrEqual(self::THRESHOLD, array_sum($scores) / count($scores));
    }
}
