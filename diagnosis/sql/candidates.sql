-- For each typed word: a known word of the same stem, known words that begin with it, and the nearest by trigrams.
SELECT typed.word, known.word, known.how
FROM unnest(%(words)s::text[]) AS typed (word)
CROSS JOIN LATERAL (
    (SELECT word, 'same' AS how FROM diagnosis_word
     WHERE stem = (ts_lexize('english_stem', typed.word))[1] LIMIT 1)
    UNION ALL
    (SELECT word, 'begins' FROM diagnosis_word
     WHERE starts_with(word, typed.word) ORDER BY leaves DESC, word LIMIT 8)
    UNION ALL
    (SELECT word, 'near' FROM diagnosis_word ORDER BY word <-> typed.word LIMIT 12)
) AS known
