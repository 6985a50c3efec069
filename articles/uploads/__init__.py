"""What people bring at the desk: kept until they confirm it, and told before what it would do."""
