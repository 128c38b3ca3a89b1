-- Old people say the last four digits of a phone.
create index persons_by_phone_tail on persons (substr(phone, length(phone) - 3), area_path);
create index households_by_number on households (number, area_path);
