-- For each typed word: a known word of the same stem, known words that begin with it, and the nearest by trigrams.
-- A word without a stem says nothing (English has a list of such), but two letters may be the beginning of one.
SELECT typed.word, known.word, known.how
FROM (SELECT word, (ts_lexize('english_stem', word))[1] AS stem FROM unnest(%(words)s::text[]) AS word) AS typed
CROSS JOIN LATERAL (
    (SELECT word, 'same' AS how FROM diagnosis_word WHERE stem = typed.stem LIMIT 1)
    UNION ALL
    (SELECT word, 'begins' FROM diagnosis_word
     WHERE starts_with(word, typed.word) AND (typed.stem IS NOT NULL OR length(typed.word) <= 2)
     ORDER BY leaves DESC, word LIMIT 8)
    UNION ALL
    (SELECT word, 'near' FROM diagnosis_word WHERE typed.stem IS NOT NULL ORDER BY word <-> typed.word LIMIT 12)
) AS known
