-- Why: with a hundred thousand packages a look-up that walks all of them is felt at every key. Items are few, so their words
-- are kept once for each item, and the ends of tags in an index of their own: a search is a walk over a few neighbours.
DROP INDEX package_by_words;
ALTER TABLE package DROP COLUMN words;
-- With the tag in it, the oldest tags of an item are read off the index.
DROP INDEX package_by_item;
CREATE INDEX package_by_item ON package (item_name COLLATE NOCASE, label);
-- Each word of an item's name, strain, category and brand, in lower case and without accents.
CREATE TABLE item_word (
  word      TEXT NOT NULL,
  item_name TEXT NOT NULL COLLATE NOCASE,
  PRIMARY KEY (word, item_name)
) STRICT, WITHOUT ROWID;
CREATE INDEX item_word_of_item ON item_word (item_name, word);
-- The tag from its end, because people read out its end.
CREATE TABLE package_tail (
  tail  TEXT PRIMARY KEY,
  label TEXT NOT NULL UNIQUE
) STRICT, WITHOUT ROWID;
