DELETE FROM diagnosis_word;
DELETE FROM diagnosis_entry;

WITH text AS (
    SELECT leaf.id,
           leaf.title AS title,
           leaf.keywords AS keywords,
           concat_ws(' ', leaf.hint, sub_area.title, sub_area.keywords, category.title) AS around,
           category.keywords AS far
    FROM diagnosis_repaircode AS leaf
    JOIN diagnosis_subarea AS sub_area ON sub_area.id = leaf.sub_area_id
    JOIN diagnosis_category AS category ON category.id = sub_area.category_id
    WHERE leaf.active
),
plain AS (
    SELECT id, weight,
           lower(regexp_replace(unaccent(translate(words, '''’', '')), '[^a-zA-Z0-9]+', ' ', 'g')) AS words
    FROM text
    CROSS JOIN LATERAL (VALUES ('A', title), ('B', keywords), ('C', around), ('D', far)) AS part (weight, words)
)
INSERT INTO diagnosis_entry (leaf_id, phrase, document)
SELECT id,
       string_agg(words, ' ' ORDER BY weight),
       (SELECT setweight(to_tsvector('english', max(words) FILTER (WHERE weight = 'A')), 'A')
            || setweight(to_tsvector('english', max(words) FILTER (WHERE weight = 'B')), 'B')
            || setweight(to_tsvector('english', max(words) FILTER (WHERE weight = 'C')), 'C')
            || setweight(to_tsvector('english', max(words) FILTER (WHERE weight = 'D')), 'D'))
FROM plain GROUP BY id;

WITH used AS (
    SELECT entry.leaf_id, word, (ts_lexize('english_stem', word))[1] AS stem
    FROM diagnosis_entry AS entry CROSS JOIN LATERAL regexp_split_to_table(entry.phrase, ' +') AS word
    WHERE length(word) BETWEEN 2 AND 64
    UNION ALL
    SELECT NULL, word, (ts_lexize('english_stem', word))[1] FROM unnest(%(everyday)s::text[]) AS word
),
counted AS (SELECT stem, count(DISTINCT leaf_id) AS leaves FROM used GROUP BY stem)
INSERT INTO diagnosis_word (word, stem, leaves)
SELECT DISTINCT used.word, used.stem, counted.leaves
FROM used JOIN counted ON counted.stem = used.stem;
