-- Where two registrations become one, the files of one of them are looked up.
create index file_uses_made_by on file_uses (made_by_id);
