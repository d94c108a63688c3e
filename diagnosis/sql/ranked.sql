-- Each typed word counts once per leaf, by its best reading; a word that few leaves have counts more.
WITH term AS MATERIALIZED (
    SELECT number, max(weight) AS weight, plainto_tsquery('english', word) AS query
    FROM unnest(%(numbers)s::int[], %(words)s::text[], %(weights)s::float[]) AS given (number, word, weight)
    GROUP BY number, plainto_tsquery('english', word)
),
matched AS (
    SELECT entry.leaf_id,
           term.number,
           term.weight * ts_rank('{0.1, 0.3, 0.6, 1.0}', entry.document, term.query) AS score,
           count(*) OVER (PARTITION BY term.number, term.query) AS leaves
    FROM term JOIN diagnosis_entry AS entry ON entry.document @@ term.query
),
best AS (
    SELECT leaf_id, number, max(score * ln(1 + (SELECT count(*) FROM diagnosis_entry)::float / leaves)) AS score
    FROM matched GROUP BY leaf_id, number
),
total AS (SELECT leaf_id, sum(score) AS score FROM best GROUP BY leaf_id)
SELECT leaf.slug, leaf.title, leaf.hint, category.title, sub_area.title
FROM total
JOIN diagnosis_repaircode AS leaf ON leaf.id = total.leaf_id
JOIN diagnosis_subarea AS sub_area ON sub_area.id = leaf.sub_area_id
JOIN diagnosis_category AS category ON category.id = sub_area.category_id
WHERE leaf.active AND leaf.area = ANY(%(areas)s)
ORDER BY total.score DESC, leaf.common DESC, category.position, sub_area.position, leaf.position
LIMIT %(limit)s
